import type { Warning } from '../../contract/schemas/common';
import type { LayerHistory } from '../../contract/schemas/layers';
import type { DeviceTiming, EpochPoint, Metrics, StopReason } from '../../contract/schemas/runs';
import type { RateChange, Training } from '../../contract/schemas/training';
import type { FeatureMatrix } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import type { Loss } from '../learning/losses';
import type { Runtime, TrainingJob } from '../runtimes/runtime';

/** Rows with the target as it is in the data, and as the loss takes it. */
export interface LabelledRows {
  features: FeatureMatrix;
  raw: Float32Array;
  target: Float32Array;
}

/**
 * What is known beforehand where no rows are left to validate on: how many epochs are best, and how the loss and the
 * score of unseen rows went in other trainings of the kind.
 */
export interface Expected {
  lastEpoch: number;
  /** @param epoch from 1. */
  at(epoch: number): { validationLoss: number; validationScore: number };
}

export interface TrainingOptions {
  fitted: Fitted;
  runtime: Runtime;
  training: Training;
  job: TrainingJob;
  /** Of each epoch. */
  steps: number;
  /** Null where every row trains: then `expected` stands for it. */
  validation: LabelledRows | null;
  expected?: Expected | undefined;
  /** The loss of validation rows, where members are to be averaged first; that of the job when left out. */
  validationLoss?: Loss;
  /** Score of the validation rows from the network's outputs [rows, outputs]: accuracy, or R2. */
  score: (outputs: Float32Array) => number;
  /** All scores of them, in the target's own units. */
  metrics: (outputs: Float32Array) => Metrics;
  checkpoints: CheckpointFile | null;
  /** Which fold it is, from 1; 0 for the network of all rows, and left out where there are no folds. */
  fold?: number;
  /** Epochs from one look at the layers to the next; they are not looked at when it is left out. */
  layersEvery?: number;
  /** A sample of the training rows whose scores are taken, with those of the validation rows, every so many epochs. */
  trainingSample?: TrainingSample;
}

/** Training rows that stand for all of them. */
export interface TrainingSample {
  features: FeatureMatrix;
  metrics: (outputs: Float32Array) => Metrics;
  every: number;
}

/** Where training leaves what it needs to go on after a crash. */
export interface CheckpointFile {
  path: string;
  /** Of what is trained: a checkpoint with another one is not used. */
  key: string;
  /** Whether to go on from the one that is there. */
  resume: boolean;
  /** Between two of them; 1 when left open. */
  seconds?: number;
}

export interface TrainingResult {
  history: EpochPoint[];
  /** From 1. */
  bestEpoch: number;
  stopReason: StopReason;
  layers: LayerHistory | null;
  /** Changes of the learning rate, with those of the recipe. */
  rateChanges: RateChange[];
  /** Of the device, see `TrainingSession`, and of a loss that broke. */
  warnings: Warning[];
  deviceTimings: readonly DeviceTiming[];
  /** Rows stepped a second, without validation. */
  rowsPerSecond: number;
  seconds: number;
  /** Which one trained it, where several were tried. */
  runtime: Runtime;
}
