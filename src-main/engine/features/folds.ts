import { Random } from '../random';
import type { FittedLookup } from './fitted';

/** Small enough that a double holds the product of two smaller numbers. */
const prime = 2_097_143;

/** Where frames keep the place of each row in the data set; the import gives no column of the data this name. */
export const rowColumn = 'file_row_number';

/** How rows are dealt to folds. */
export interface FoldRule {
  multiplier: number;
  offset: number;
  count: number;
}

export function foldRule(seed: number, column: string, count: number): FoldRule {
  const random = new Random(seed, `folds of ${column}`);
  return { multiplier: 1 + random.below(prime - 1), offset: random.below(prime), count };
}

/** The fold of a row, from 0. @param row its place in the data set; through float32, as frames hold it. */
export const foldOf = ({ multiplier, offset, count }: FoldRule, row: number): number =>
  ((((Math.fround(row) % prime) * multiplier + offset) % prime) % count) | 0;

/** The same in SQL, where a row's place is in `file_row_number`. */
export const foldSql = ({ multiplier, offset, count }: FoldRule): string =>
  `((CAST(CAST(${rowColumn} AS FLOAT) AS BIGINT) % ${prime}) * ${multiplier} + ${offset}) % ${prime} % ${count}`;

/** How the training rows of a feature were dealt; null when they were not. */
export function ruleOf({ folds }: Pick<FittedLookup, 'folds'>): FoldRule | null {
  if (folds === undefined) return null;
  return { multiplier: folds.multiplier, offset: folds.offset, count: folds.tables.length };
}
