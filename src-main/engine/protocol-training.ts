import type { ClassDecision } from '../contract/schemas/class-decision';
import type { Warning } from '../contract/schemas/common';
import type { LayerHistory } from '../contract/schemas/layers';
import type { Recipe, Task } from '../contract/schemas/recipe';
import type {
  DeviceTiming,
  EpochPoint,
  Evaluation,
  FoldScores,
  Metrics,
  StopReason,
} from '../contract/schemas/runs';
import type { RateChange } from '../contract/schemas/training';

export interface TrainOutcome {
  task: Task;
  history: EpochPoint[];
  bestEpoch: number;
  stopReason: StopReason;
  /** How the layers of the network that is kept did; null where none was looked at. */
  layers: LayerHistory | null;
  /** Changes of the learning rate, of all folds: those of the recipe, and those of a person. */
  rateChanges: RateChange[];
  parameters: number;
  device: string;
  hardware: string | null;
  runtime: string;
  deviceTimings: DeviceTiming[];
  /** Of the device (those that were left out, memory that was short), and of a loss that broke. */
  warnings: Warning[];
  rowsPerSecond: number;
  trainSeconds: number;
  metrics: { validation: Metrics; test: Metrics };
  /** How each fold did, where the recipe asks for folds; how many of their networks the model averages, if it does. */
  folds?: FoldScores;
  averages?: number;
  evaluation: Evaluation;
  /** Of classes. */
  decision?: ClassDecision;
  versions: Record<string, string>;
}

export interface TrainParams {
  /** What `prepare` left; checkpoints are written there, and the model at the end. */
  directory: string;
  recipe: Recipe;
  /** Whether to go on from the checkpoint that is there, if it is of the same training. */
  resume?: boolean;
  /** Between two checkpoints; 1 when left open. */
  checkpointSeconds?: number;
}

/**
 * Ask the running `train` task to end now and keep the best weights so far, to hold on, to go on, or to let the
 * learning rate start from another value from the next epoch on.
 */
export type TrainControl = 'stop-and-keep' | 'pause' | 'continue' | { learningRate: number };
