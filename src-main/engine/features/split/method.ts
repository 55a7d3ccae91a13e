import type { SplitSettings } from '../../../contract/schemas/split';
import type { Warning } from '../../../contract/schemas/common';
import type { Random } from '../../random';

/** What the split goes by, read from the data. */
export interface SplitRows {
  /** Of the data set in all. */
  rows: number;
  /** Rows with a value to predict, by class or by quantile of a number. */
  strata: readonly Int32Array[];
  /** The class of each stratum; null for numbers. */
  classes: readonly string[] | null;
  /** group, column: a place in `names` a row, or `noClass`. */
  words?: { codes: Uint32Array; names: readonly string[] };
  /** time: seconds since 1970 or a number, NaN where missing; and the rows that have one, ascending in time. */
  times?: { values: Float64Array; order: Int32Array };
}

/** Where each row went. */
export interface Dealt {
  /** One of `parts` a row of the data set. */
  part: Uint8Array;
  warnings: Warning[];
}

/** The validation rows of each fold, and what trains with them. */
export interface Folds {
  count: number;
  /** One of `parts` a row. @param fold from 0. */
  partOf(fold: number): Uint8Array;
}

/** One way of dealing rows, the same for the same seed. */
export interface SplitMethod {
  /** Throws SPLIT_UNSUITABLE when a part would be empty. */
  deal(rows: SplitRows, split: SplitSettings, random: Random): Dealt;
  /** Deals what `deal` did not give to the test rows into folds. @param part of `deal`; test rows stay. */
  folds(rows: SplitRows, part: Uint8Array, split: SplitSettings, random: Random): Folds;
}
