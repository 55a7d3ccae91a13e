import { percent } from './evidence';
import type { Finder } from './evidence';

/** From these on, a column is more likely a copy of the answer than a cause of it. */
const mostOfErrors = 0.95;
const mostOfVariance = 0.98;
/** Fewer rows prove nothing. */
const fewestRows = 50;

/** A column that alone predicts the target too well. */
export const predictsTarget: Finder = ({ target, sample }) => {
  if (target === null || sample.rows < fewestRows) return [];
  const isNumber = target.task === 'regression';
  const limit = isNumber ? mostOfVariance : mostOfErrors;
  return target.columns
    .filter(({ predicts }) => predicts >= limit)
    .map(({ column, predicts }) => ({
      code: 'PREDICTS_TARGET',
      column,
      message: `"${column}" alone predicts "${target.column}" nearly exactly.`,
      decidedBy: isNumber
        ? `Answering with the mean of the other half of the rows for each of at most 64 parts of "${column}" explains ${percent(predicts)} of the variance of "${target.column}"; the limit is ${percent(limit)}.`
        : `Answering with the most frequent class of the other half of the rows for each value (or each of at most 64 parts) of "${column}" saves ${percent(predicts)} of the errors of always answering the most frequent class; the limit is ${percent(limit)}.`,
      next: `Ask whether "${column}" is known before "${target.column}" is. If it is not, or is made from it, set its role to Ignore.`,
    }));
};
