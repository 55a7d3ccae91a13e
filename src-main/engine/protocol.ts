import type { Column, ColumnType, Inspection, Profile, Reading } from '../contract/schemas/data';
import type { Analysis, Drift, Pair } from '../contract/schemas/analysis';
import type { Combination, Combine } from '../contract/schemas/combine';
import type { ExportFormat } from '../contract/schemas/formats';
import type { ErrorPayload } from '../contract/errors';
import type { LayerHistory } from '../contract/schemas/layers';
import type { RateChange } from '../contract/schemas/training';
import type { InputRange } from '../contract/schemas/input-contract';
import type { Warning } from '../contract/schemas/common';
import type { UnreadableCell } from '../contract/schemas/decisions';
import type { EngineReport } from '../contract/schemas/app';
import type { AugmentationPreview } from '../contract/schemas/augmentation';
import type { SplitPreview } from '../contract/schemas/split';
import type { TransformPreview } from '../contract/schemas/features';
import type { Recipe, Task } from '../contract/schemas/recipe';
import type { DeviceTiming, EpochPoint, Evaluation, FoldOfSession } from '../contract/schemas/runs';
import type { CleaningTasks } from './protocol-cleaning';
import type { ExportTasks } from './protocol-exports';
import type { TableTasks } from './protocol-tables';
import type { ImageTasks, ShapedColumn } from './protocol-images';

import type { TrainControl, TrainOutcome, TrainParams } from './protocol-training';

export type { ExportDescription, KitParams } from './protocol-exports';
export type { TrainControl, TrainOutcome, TrainParams } from './protocol-training';
export type { ImageShape, ShapedColumn } from './protocol-images';

/**
 * What the main side may ask of its children. A child has one role, for one native engine lives in a process:
 * `data` holds DuckDB, `tensors` holds tfjs, `onnx` holds ONNX Runtime, `images` holds libvips. Only plain data crosses.
 */
export type ChildRole = 'data' | 'tensors' | 'onnx' | 'images';

export interface ImportOutcome {
  reading: Reading;
  rows: number;
  columns: Column[];
  rejectedRows: number;
  warnings: Warning[];
  /** Values that do not follow the type their column was given, by line; the first of each column. */
  unreadable?: UnreadableCell[];
  /** SHA-256 of the source file. */
  fingerprint: string;
  bytes: number;
}

/** One of the data sets that are combined. */
export interface CombinedPart {
  /** The file it came from, as a person calls it. */
  name: string;
  parquet: string;
  /** SHA-256 of the file. */
  fingerprint: string;
  rows: number;
  /** `empty` has not a single value, so that its type says nothing. `identifier` names rows. */
  columns: { name: string; type: ColumnType; empty: boolean; identifier?: boolean }[];
}

export interface TaskMap extends ExportTasks, CleaningTasks, TableTasks, ImageTasks {
  /* role data */
  /** First look at a file: reading, columns and types found over a sample. */
  inspect: { params: { path: string; name: string; reading?: Partial<Reading> }; result: Inspection };
  /**
   * Reads the whole file into `directory`: data.parquet, profile.json (Profile), rejected.json (RejectedRow[],
   * at most 10,000). Nothing is left there when it fails. Columns in `types` get that type, others are found
   * over all rows. With `contract`, the file must carry those columns (order does not matter, extra ones are
   * kept and warned of) and they get exactly those types: for prediction and evaluation files. Columns that
   * are missing raise CONTRACT_MISMATCH, except those named in `optional`.
   */
  import: {
    params: {
      path: string;
      name: string;
      directory: string;
      reading?: Partial<Reading>;
      types?: Record<string, ColumnType>;
      contract?: { columns: { name: string; type: ColumnType }[]; optional: string[] };
      /** Leaves text.parquet too: the text of every cell as it is in the file, in columns c0, c1, … */
      keepText?: boolean;
      /** `later` leaves profile.json out, which `summarise` makes: the table can be looked at sooner. */
      summary?: 'now' | 'later';
    };
    result: ImportOutcome;
  };
  /**
   * The summary of every column of a data set. `directory` takes what does not fit into memory. `images`, here and
   * elsewhere, is the folder where the pictures of the table are packed.
   */
  summarise: {
    params: { parquet: string; columns: Column[]; directory: string; images?: string };
    result: Profile;
  };
  /** What a table's profile does not tell. `directory` takes what does not fit into memory. */
  analyse: {
    params: { parquet: string; profile: Profile; target: string | null; directory: string };
    result: Analysis;
  };
  /** How a later table differs from an earlier one. */
  drift: {
    params: {
      before: { parquet: string; profile: Profile };
      after: { parquet: string; profile: Profile };
    };
    result: Drift;
  };
  /** Two columns side by side. */
  pair: { params: { parquet: string; profile: Profile; columns: [string, string] }; result: Pair };
  /**
   * Splits the rows, fits every feature on training rows, and writes into `directory`: features.json (Fitted),
   * train.frame, validation.frame, test.frame. Each frame holds the raw input columns named by the fitted
   * features, then the raw target column (number for regression; text for classes), then the number column
   * `file_row_number` (index of the row in the data set, from 0). With folds, each fold has the same in a folder of
   * its own (`foldFolder`), without test rows, and the rows that do not test all train.
   */
  prepare: {
    params: {
      parquet: string;
      columns: Column[];
      profile: Profile;
      recipe: Recipe;
      directory: string;
      /** Of every column of pictures; their files are in `directory`. */
      shapes?: ShapedColumn[];
    };
    result: {
      task: Task;
      inputs: string[];
      rows: { train: number; validation: number; test: number };
      targetMissing: number;
      /** What training rows hold of each input. */
      ranges?: InputRange[] | undefined;
      warnings: Warning[];
    };
  };
  /** Which rows a recipe puts where; writes nothing. What is wrong with the split is in the result. */
  split: { params: { parquet: string; profile: Profile; recipe: Recipe }; result: SplitPreview };
  /** Fits one input column on a sample of the rows and shows what becomes of it. */
  'preview-transform': {
    params: {
      parquet: string;
      column: string;
      type: ColumnType;
      recipe: Recipe;
      task: Task | null;
    };
    result: TransformPreview;
  };
  /**
   * Writes a frame of all rows with the columns that features.json of `model` names (and the target, if asked). Pictures
   * are in files of `directory` in their shapes.
   */
  frame: {
    params: { parquet: string; model: string; withTarget: boolean; path: string; directory?: string };
    result: { rows: number; targetMissing: number; warnings: Warning[] };
  };
  /**
   * Writes a CSV: every column of the parquet file, then the predicted columns of `predictions` (a frame). In the
   * manner of the file that was predicted: its delimiter and decimal sign, and a byte order mark where the file was
   * not plain UTF-8, so that the program that wrote the one opens the other.
   */
  'write-predictions': {
    params: {
      parquet: string;
      predictions: string;
      path: string;
      reading: Pick<Reading, 'delimiter' | 'decimalSeparator' | 'encoding'>;
      /** The text.parquet of the import: the columns of the data are then written as they are in the file. */
      text?: string;
    };
    result: {
      rows: number;
      header: string[];
      preview: (string | number | boolean | null)[][];
      bytes: number;
    };
  };

  /** Writes a data set as a file for other programs. `warnings` tell what the format could not hold as it is. */
  'export-data': {
    params: { parquet: string; path: string; format: ExportFormat };
    result: { rows: number; warnings: Warning[] };
  };

  /** What combining data sets would give: see datasets.combination. */
  combination: { params: { parts: CombinedPart[]; how: Combine }; result: Combination };
  /**
   * Writes one table of several data sets into `directory`, which exists: data.parquet, profile.json, rejected.json.
   * Rows are in the order of the parts, or of the left one. Throws COMBINE_UNSUITABLE.
   */
  combine: {
    params: { parts: CombinedPart[]; how: Combine; directory: string };
    result: Pick<Combination, 'rows' | 'matches' | 'warnings'> & { columns: Column[] };
  };

  /* role tensors */
  /** Trains on what `prepare` left in `directory` and adds to it: model.json and weights.bin. */
  train: { params: TrainParams; result: TrainOutcome };
  /** Training rows before and after the augmentations of a recipe, on what `prepare` left in `directory`. */
  augment: { params: { directory: string; recipe: Recipe }; result: AugmentationPreview };
  /** Predicts a frame with the model in `model`; writes the answers as a frame. Columns as `predictionColumns`. */
  predict: { params: { model: string; frame: string; path: string }; result: { rows: number } };
  /** Scores of a frame that carries the target. */
  evaluate: { params: { model: string; frame: string }; result: { evaluation: Evaluation } };

  /* any role */
  /** What this child's engine is, for `doctor`. */
  describe: { params: Record<string, never>; result: EngineReport[] };
}

export type TaskName = keyof TaskMap;
export type TaskParams<Name extends TaskName> = TaskMap[Name]['params'];
export type TaskResult<Name extends TaskName> = TaskMap[Name]['result'];

export interface TaskProgress {
  /** 0 to 1, or null when the end cannot be known. */
  fraction: number | null;
  detail: string;
  /** Only `train`: epochs finished since the last message. */
  epochs?: EpochPoint[];
  bestEpoch?: number;
  /** Only `train`: readings of the layers since the last message. */
  layers?: LayerHistory;
  /** Only `train`: all changes of the learning rate of this part so far, and what it starts from now. */
  rateChanges?: RateChange[];
  baseRate?: number;
  /** Only `train`: epochs without progress so far; null where nothing is watched. */
  waited?: number | null;
  /** Only `train`: of the process; and all that the device has, where it is known. */
  memoryBytes?: number;
  deviceMemoryBytes?: number | null;
  device?: string;
  runtime?: string;
  deviceTimings?: DeviceTiming[];
  rowsPerSecond?: number;
  /** Only `train`: which fold trains; null for the network of all rows. Epochs count anew with each. */
  fold?: FoldOfSession | null;
  /** Only `train`: whether it holds on. */
  paused?: boolean;
  /** Only `train`: set from when the last epoch is told, while the test rows are scored. */
  phase?: 'evaluating';
}

/** Main side to child. */
export type ToChild =
  | { kind: 'run'; id: number; task: TaskName; params: unknown }
  | { kind: 'cancel'; id: number }
  | { kind: 'control'; id: number; control: TrainControl };

/** Child to main side. */
export type FromChild =
  | { kind: 'ready' }
  | { kind: 'progress'; id: number; progress: TaskProgress }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: ErrorPayload };

/** What a task may use while it runs. */
export interface TaskContext {
  /** Aborted when the work is cancelled: long loops check it and throw CANCELLED. */
  signal: AbortSignal;
  /** Set when the person asks to stop and keep the best. */
  stopRequested(): boolean;
  /** Takes note that one of several parts was stopped, so that the next can be stopped by itself. */
  stopTaken?(): void;
  /** True while the person has paused. */
  pauseRequested(): boolean;
  /** What the person wants the learning rate to start from, once; null when nothing was asked since. */
  takeLearningRate?(): number | null;
  report(progress: TaskProgress): void;
}

export type TaskHandler<Name extends TaskName> = (
  params: TaskParams<Name>,
  context: TaskContext,
) => Promise<TaskResult<Name>>;
export type TaskHandlers = { [Name in TaskName]?: TaskHandler<Name> };

/** Names of the columns of a prediction frame. Regression: `predicted`. Classes: `predicted` (text), then one probability a class. */
export const predictedColumn = 'predicted';
export const probabilityColumn = (className: string): string => `probability ${className}`;

/** The files of a trained model's folder. */
export const modelFiles = { features: 'features.json', model: 'model.json', weights: 'weights.bin' } as const;
/** Beside them where there was cleaning: the steps and what they learned. */
export const cleaningFile = 'cleaning.json';
/** Beside a cleaned table whose steps leave rows out: the number in the data set of each row, from 0. */
export const numbersFile = 'numbers.parquet';
/** Beside them for classes: calibration and threshold. */
export const decisionFile = 'decision.json';
/** What training leaves on its way, in the same folder as what was prepared. */
export const checkpointFile = 'checkpoint.bin';

/** How the layers did while a model was trained, see `LayerHistory`; beside the model, which does not need it. */
export const layersFile = 'layers.json';

/** What an import leaves when the text is to be kept: every cell as it is in the file, in columns c0, c1, … */
export const textFile = 'text.parquet';

export const preparedFiles = {
  train: 'train.frame',
  validation: 'validation.frame',
  test: 'test.frame',
} as const;

/** What a training keeps of its models' outputs for rows that they were not trained on. */
export const heldOutFile = 'held-out.frame';
/** The folder of a fold within that of a training, and what is left in it when it is done. @param fold from 0. */
export const foldFolder = (fold: number): string => `fold-${fold + 1}`;
export const foldFile = 'fold.json';
