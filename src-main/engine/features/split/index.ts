import type { SplitCounts } from '../../../contract/planning';
import type { Recipe } from '../../../contract/schemas/recipe';
import type { SplitMethodName } from '../../../contract/schemas/split';
import type { Warning } from '../../../contract/schemas/common';
import { Random } from '../../random';
import { column } from './column';
import { group } from './group';
import type { SplitMethod, SplitRows } from './method';
import { parts } from './parts';
import { random } from './random';
import { stratified } from './stratified';
import { time } from './time';

export type { SplitRows } from './method';
export { noClass, parts } from './parts';
export { strataOfClasses, strataOfNumbers } from './strata';

export interface Split {
  /** One of `parts` a row of the data set. */
  part: Uint8Array;
  counts: SplitCounts;
}

/** The parts of all rows, and of each fold where the recipe asks for folds. */
export interface WholeSplit extends Split {
  folds: Split[];
  warnings: Warning[];
}

/** Every way of dealing rows, by its name in the recipe. @param isMoment whether times are dates. */
const methods: Record<SplitMethodName, (isMoment: boolean) => SplitMethod> = {
  stratified: () => stratified,
  random: () => random,
  group: () => group,
  time,
  column: () => column,
};

export function countParts(part: Uint8Array): SplitCounts {
  const counts = [0, 0, 0, 0];
  for (const value of part) counts[value] = (counts[value] ?? 0) + 1;
  const [train = 0, validation = 0, test = 0] = counts;
  return { train, validation, test };
}

const counted = (part: Uint8Array): Split => ({ part, counts: countParts(part) });

/**
 * Deals the rows as the recipe asks, the same way for the same seed. With folds, what does not test is all for training,
 * and each fold says which of it validates. Throws SPLIT_UNSUITABLE.
 * @param isMoment whether the column of times holds dates, so that the gap is in days.
 */
export function splitRows(
  { split, seed }: Pick<Recipe, 'split' | 'seed'>,
  rows: SplitRows,
  isMoment = false,
): WholeSplit {
  const method = methods[split.method](isMoment);
  const { part, warnings } = method.deal(rows, split, new Random(seed, 'split'));
  if (split.folds === 1) return { ...counted(part), folds: [], warnings };
  const whole = part.map((value) => (value === parts.validation ? parts.train : value));
  const folds = method.folds(rows, whole, split, new Random(seed, 'folds'));
  return {
    ...counted(whole),
    folds: Array.from({ length: folds.count }, (_, fold) => counted(folds.partOf(fold))),
    warnings,
  };
}
