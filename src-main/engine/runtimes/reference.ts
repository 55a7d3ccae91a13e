import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rowsAtOnce } from '../data/rows-at-once';
import type { FeatureMatrix } from '../features/apply/matrix';
import { NoiseSource } from '../learning/noise';
import { parametersName } from '../learning/flat';
import { TrainingStep, gradientName, lossName } from '../learning/step';
import { networkOutput } from '../model/pipeline';
import { LossNotFinite } from './runtime';
import type {
  Pause,
  RateOfStep,
  Runtime,
  SessionSnapshot,
  TrainingJob,
  TrainingSession,
  WatchedStep,
} from './runtime';
import { takeBatches } from './take-batches';
import { setWeights } from './weights';

/** Rows of one forward pass outside training. */
const forwardRows = 1024;

/** Runs synchronous work with tensors where a runtime wants it done. */
export type Within = <T>(work: () => T) => T;

const here: Within = (work) => work();

/** The network on prepared rows, without noise, batch by batch. @returns [rows, outputs]. */
export async function networkOutputs(
  network: LayersModel,
  features: FeatureMatrix,
  pause: Pause,
  within: Within = here,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const step = rowsAtOnce(features.width, forwardRows);
  for (let start = 0; start < features.rows; start += step) {
    const end = Math.min(start + step, features.rows);
    const forward = (): Float32Array => {
      const x = tf.tensor2d(features.slice(start, end), [end - start, features.width]);
      return Float32Array.from(networkOutput(network, x).dataSync());
    };
    parts.push(within(() => tf.tidy(forward)));
    await pause(end);
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/**
 * Training in tfjs, operation by operation.
 * @param runtime whose session it is. @param within where its tensors are made: on the current backend, or on another.
 */
export class EagerSession implements TrainingSession {
  private readonly step: TrainingStep;
  /** Of the last batch of an epoch, where it has fewer rows. */
  private lastStep: TrainingStep | null = null;
  private readonly noise: NoiseSource;
  private state: tf.NamedTensorMap;
  private stepsDone: number;

  constructor(
    readonly runtime: Runtime,
    private readonly job: TrainingJob,
    private readonly within: Within = here,
  ) {
    const { resume, seed } = job;
    this.step = new TrainingStep(job);
    this.noise = new NoiseSource(this.step.noise, seed);
    this.noise.restore(resume?.noise ?? {});
    this.stepsDone = resume?.steps ?? 0;
    const values = resume?.state ?? this.step.initialState();
    this.state = within(() =>
      Object.fromEntries(Object.entries(values).map(([name, numbers]) => [name, tf.tensor1d(numbers)])),
    );
  }

  async epoch(
    order: Int32Array,
    rateOf: RateOfStep,
    pause: Pause,
    watch?: (step: WatchedStep) => void,
  ): Promise<number> {
    const { batchSize } = this.job;
    let sum = 0;
    let done = 0;
    for (let place = 0; done < order.length; place++) {
      const rows = order.subarray(done, done + batchSize);
      const isLast = done + rows.length === order.length;
      const watcher = isLast ? watch : undefined;
      sum += rows.length * this.within(() => this.stepOver(rows, place, rateOf(place), watcher));
      done += rows.length;
      if (!(await pause(done))) break;
    }
    return sum / done;
  }

  private stepFor(rows: number): TrainingStep {
    if (rows === this.job.batchSize) return this.step;
    if (this.lastStep?.batchSize !== rows) this.lastStep = new TrainingStep({ ...this.job, batchSize: rows });
    return this.lastStep;
  }

  /** @returns the loss of the step. */
  private stepOver(
    rows: Int32Array,
    place: number,
    rate: number,
    watch?: (step: WatchedStep) => void,
  ): number {
    const before = this.state;
    const step = this.stepFor(rows.length);
    const next = tf.tidy(() => step.run({ ...before, ...this.given(step, rows, rate) }));
    const { [lossName]: lossTensor, [gradientName]: gradientTensor, ...state } = next;
    const loss = lossTensor?.dataSync()[0] ?? Number.NaN;
    const gradient = watch === undefined ? undefined : gradientTensor?.dataSync<'float32'>();
    tf.dispose([lossTensor, gradientTensor]);
    if (!Number.isFinite(loss)) {
      tf.dispose(state);
      throw new LossNotFinite(place, loss, rows, this.step.weightsOf(numbersOf(before)));
    }
    if (watch !== undefined && gradient !== undefined) {
      const values = (of: tf.NamedTensorMap): Float32Array =>
        of[parametersName]?.dataSync<'float32'>() ?? new Float32Array(0);
      watch({ before: values(before), after: values(state), gradient });
    }
    tf.dispose(before);
    this.state = state;
    this.stepsDone += 1;
    return loss;
  }

  /** What one step takes besides the state. */
  private given(step: TrainingStep, rows: Int32Array, rate: number): tf.NamedTensorMap {
    const { features } = this.job;
    const { x, y, targets } = takeBatches(this.job, rows, rows.length, this.stepsDone);
    const factors = Object.entries(step.factors(rate, this.stepsDone + 1));
    const drawn = step.noise.map(({ name, shape, size }): [string, tf.Tensor] => {
      const values = new Float32Array(size);
      this.noise.fill(name, values);
      return [name, tf.tensor(values, shape)];
    });
    return {
      x: tf.tensor2d(x, [rows.length, features.width]),
      y: tf.tensor2d(y, [rows.length, targets]),
      ...Object.fromEntries(factors.map(([name, value]) => [name, tf.scalar(value)])),
      ...Object.fromEntries(drawn),
    };
  }

  async outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    this.within(() => tf.tidy(() => this.step.assign(this.state)));
    return networkOutputs(this.job.network, features, pause, this.within);
  }

  async weights(): Promise<Float32Array[]> {
    return this.step.weightsOf(this.within(() => numbersOf(this.state)));
  }

  async snapshot(): Promise<SessionSnapshot> {
    const state = this.within(() => numbersOf(this.state));
    return { state, steps: this.stepsDone, noise: this.noise.state() };
  }

  async close(weights: Float32Array[] | null): Promise<void> {
    this.within(() => tf.dispose(this.state));
    this.state = {};
    if (weights !== null) setWeights(this.job.network, weights);
  }
}

function numbersOf(state: tf.NamedTensorMap): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(state).map(([name, tensor]) => [name, Float32Array.from(tensor.dataSync())]),
  );
}

export const reference: Runtime = {
  name: 'reference',
  title: 'TensorFlow.js on the processor',
  purpose:
    'Trains and predicts in plain JavaScript: runs everywhere, and is what the others are compared with.',
  device: () => 'cpu',
  report: () => ({
    name: 'reference',
    title: reference.title,
    purpose: reference.purpose,
    available: true,
    version: tf.version_core,
    reason: null,
  }),
  start: async (job) => new EagerSession(reference, job),
};
