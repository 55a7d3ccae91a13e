import type { AssociationName } from '../../../../contract/schemas/analysis';
import type { Coded } from '../bins';
import type { Ranked } from '../ranks';

/** A column prepared for every measure: numbers with the order of its rows, and codes of few values. */
export interface Compared extends Coded {
  /** Null for words. */
  numbers: Ranked | null;
}

/** How strongly two columns belong together. */
export interface Measure {
  name: AssociationName;
  /** Null where it is not defined: other kinds of columns, too few rows with both, or a column of one value. */
  between(a: Compared, b: Compared): number | null;
}

/** Rounding takes a measure a hair beyond its range. */
export const bounded = (value: number, low: number): number | null =>
  Number.isFinite(value) ? Math.min(1, Math.max(low, value)) : null;
