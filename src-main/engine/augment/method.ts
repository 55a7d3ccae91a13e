import type { Augmentation, AugmentationName } from '../../contract/schemas/augmentation';
import type { NetworkInputs } from '../../contract/network';
import type { Frame } from '../data/frame';
import type { Random } from '../random';

/** Training rows with their classes. */
export interface ClassRows {
  frame: Frame;
  /** The class of each row, from 0; less for rows that have none. */
  classes: Int32Array;
  /** Of each row: its place among the rows before any augmentation; -1 for rows that were made, not copied. */
  origin: Int32Array;
  /** Of rows that were made: the place among the first rows of the one that they began from; -1 for the others. */
  base: Int32Array;
}

export interface RowSetting {
  random: Random;
  /** Names of the columns that are learned from. */
  inputs: readonly string[];
  /** Called between pieces of work; throws when it was cancelled. */
  pause(): Promise<void>;
  /** Tells in a sentence what could not be done. */
  warn(message: string): void;
}

export type SettingsOf<Kind extends AugmentationName> = Extract<Augmentation, { kind: Kind }>;

/** Makes or leaves out rows before training. Rows that stay keep their order, new ones follow. */
export type RowMethod<Kind extends AugmentationName> = (
  rows: ClassRows,
  settings: SettingsOf<Kind>,
  setting: RowSetting,
) => Promise<ClassRows>;

/** The rows of one step as the network takes them; changed in place. */
export interface Batch {
  /** [rows, width] */
  x: Float32Array;
  /** [rows, targets]: the value to predict, or with several classes a share of each. */
  y: Float32Array;
  rows: number;
  width: number;
  targets: number;
}

/** How points of a picture from 0 to 255 became numbers, by channel: (point - center) / scale. */
export interface ImageScale {
  center: readonly number[];
  scale: readonly number[];
}

export interface BatchSetting {
  random: Random;
  /** Where the columns of each feature begin and end. */
  features: readonly { start: number; end: number }[];
  /** The standard deviation of each column of x that is a number; 0 for all others. */
  spread: Float32Array;
  /** What lies where in x, beside the table. */
  inputs: NetworkInputs;
  /** Of pictures, by the name of their part. */
  images?: ReadonlyMap<string, ImageScale>;
}

/** Changes each batch of training, anew in each step. */
export type BatchMethod<Kind extends AugmentationName> = (
  batch: Batch,
  settings: SettingsOf<Kind>,
  setting: BatchSetting,
) => void;
