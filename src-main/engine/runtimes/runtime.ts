import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EngineReport } from '../../contract/schemas/app';
import type { Warning } from '../../contract/schemas/common';
import type { DeviceTiming } from '../../contract/schemas/runs';
import type { Regularization } from '../../contract/schemas/training';
import type { BatchAugmenter } from '../augment/training';
import type { FeatureMatrix } from '../features/apply/matrix';
import type { Loss } from '../learning/losses';
import type { Optimizer } from '../learning/optimizers';
import type { RandomState } from '../random';

/** What a runtime needs to step a network. */
export interface TrainingJob {
  network: LayersModel;
  features: FeatureMatrix;
  /** One value a row of `features`. */
  target: Float32Array;
  loss: Loss;
  /** Rows of each step. */
  batchSize: number;
  optimizer: Optimizer;
  regularization: Regularization;
  /** What changes the rows of each step before the network sees them. */
  augment?: BatchAugmenter;
  /** For what is random within a step: dropout. */
  seed: number;
  /** How many passes over the rows are planned at most, where that is known. */
  epochs?: number;
  /** The name of the runtime that began the job which is resumed: where there is a choice, it goes on with it. */
  begunOn?: string;
  /** Where an earlier session of the same job stood, to go on from there. */
  resume?: SessionSnapshot;
}

/** Everything that a session knows, between two epochs: what goes on from it is the same to the bit. */
export interface SessionSnapshot {
  /** By the names of the step's state. */
  state: Record<string, Float32Array>;
  /** Steps made. */
  steps: number;
  /** Of each source of noise. */
  noise: Record<string, RandomState>;
}

/** The learning rate of a step. @param step within the epoch, from 0. */
export type RateOfStep = (step: number) => number;

/** A step whose loss was not finite, with what is needed to find out why. */
export class LossNotFinite extends Error {
  /**
   * @param step of the epoch, from 0. @param loss NaN, or infinite. @param rows of the step's batch.
   * @param weights that the step began with, in the order of `network.weights`.
   */
  constructor(
    readonly step: number,
    readonly loss: number,
    readonly rows: Int32Array,
    readonly weights: Float32Array[],
  ) {
    super(`The loss of step ${step} is ${loss}.`);
  }
}

/**
 * Called between batches with the rows done so far in this pass. It lets the process breathe, throws CANCELLED
 * when the work was cancelled, and answers whether to go on.
 */
export type Pause = (rowsDone: number) => Promise<boolean>;

/** What one step did, flat as `flatWeights` gives it. The vectors are only good during the call that gets them. */
export interface WatchedStep {
  /** The parameters that it began and ended with. */
  before: Float32Array;
  after: Float32Array;
  /** Of the loss by the parameters, before penalties and clipping. */
  gradient: Float32Array;
}

/** A network while it trains: the runtime owns its weights until `close`. */
export interface TrainingSession {
  /** Which runtime it is, where several were tried. */
  readonly runtime: Runtime;
  /** How fast the devices were among which it was chosen; nothing when none was timed. */
  readonly deviceTimings?: readonly DeviceTiming[];
  /** What the person should know of how the device did: of one that failed, of memory that was short. */
  readonly warnings?: readonly Warning[];
  /**
   * One pass over `order` (indices of rows) in batches, of which the last may be smaller. At least
   * one batch is stepped, then the pass ends early if `pause` says so. Resolves with the mean loss of the rows. A loss
   * that is not finite ends the pass too: LossNotFinite is thrown.
   * @param watch gets the last step of a whole pass. Whether there is one does not change a bit of the weights.
   */
  epoch(
    order: Int32Array,
    rateOf: RateOfStep,
    pause: Pause,
    watch?: (step: WatchedStep) => void,
  ): Promise<number>;
  /** The network's outputs for all rows, dropout off: [rows, outputs]. */
  outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array>;
  /** A copy of the weights, in the order of `network.weights`. */
  weights(): Promise<Float32Array[]>;
  snapshot(): Promise<SessionSnapshot>;
  /** Ends the session and leaves these weights in the network. */
  close(weights: Float32Array[] | null): Promise<void>;
}

export interface Runtime {
  /** As in the contract's reports. */
  name: 'reference' | 'onnx' | 'webgpu' | 'cuda' | 'directml' | 'coreml' | 'tensorflow';
  /** The library underneath, as runs tell it, where that is not the name. */
  library?: 'onnx';
  title: string;
  purpose: string;
  /** Where the arithmetic happens: cpu, or the name of a GPU. */
  device(): string;
  /** Whether it can train here, and why not. */
  report(): EngineReport | Promise<EngineReport>;
  /** Roughly how many multiplications it makes in a second at most, where it was tried; null when not known. */
  speed?(): Promise<number | null>;
  /** Throws KERNEL_NOT_SUPPORTED when it cannot run a part of the network. */
  start(job: TrainingJob): Promise<TrainingSession>;
}

/** The library that a runtime trains with, as runs tell it. */
export const libraryOf = ({ library, name }: Runtime): string => library ?? name;
