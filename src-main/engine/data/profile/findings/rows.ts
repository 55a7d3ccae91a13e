import { counted, percent } from './evidence';
import type { Finder } from './evidence';

const fewRepeats = 0.001;
const contradicting = 0.01;
const unbalanced = 20;

/** Rows that repeat: the same one may be learned from and tested on. */
export const duplicateRows: Finder = ({ duplicates, profile: { rows } }) => {
  const without = duplicates.withoutIdentifiers;
  const repeats = Math.max(duplicates.rows, without?.rows ?? 0);
  if (rows === 0 || repeats <= fewRepeats * rows) return [];
  return [
    {
      code: 'DUPLICATE_ROWS',
      message:
        repeats === 1 ? '1 row repeats an earlier one.' : `${counted(repeats)} rows repeat an earlier one.`,
      decidedBy: `Rows are compared in every column${without !== null && without.rows > duplicates.rows ? ` except ${without.identifiers.map((name) => `"${name}"`).join(', ')}` : ''}; more than ${percent(fewRepeats)} of all rows.`,
      next: 'The same row may be learned from and tested on, which flatters the scores. Remove duplicates if a row should occur once.',
    },
  ];
};

/** The same inputs with different answers. */
export const contradictingRows: Finder = ({ duplicates, target, profile: { rows } }) => {
  const found = duplicates.contradicting ?? 0;
  if (target === null || target.task === 'regression' || found <= contradicting * rows) return [];
  return [
    {
      code: 'CONTRADICTING_ROWS',
      message: `${counted(found)} rows agree in every input and differ in "${target.column}".`,
      decidedBy: `Inputs are all columns but identifiers and the target; more than ${percent(contradicting)} of all rows.`,
      next: 'No model can be right for all of them. Bring a column that tells them apart, or look for wrong answers among them.',
    },
  ];
};

/** A class that is very rare. */
export const unbalancedClasses: Finder = ({ target }) => {
  const balance = target?.balance ?? null;
  if (target === null || balance === null || balance.imbalance < unbalanced) return [];
  return [
    {
      code: 'UNBALANCED_CLASSES',
      column: target.column,
      message: `The most frequent class of "${target.column}" has ${counted(Math.round(balance.imbalance))} times as many rows as the rarest.`,
      decidedBy: `Rows of the most frequent class divided by rows of the rarest; the limit is ${unbalanced}.`,
      next: 'Weigh classes in the loss (Model, Loss), and look at F1 and the confusion matrix rather than at accuracy.',
    },
  ];
};
