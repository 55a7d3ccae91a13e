import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FeatureMatrix } from '../features/apply/matrix';
import { SeededDropout } from '../model/layers';
import { networkOutput } from '../model/pipeline';
import { asMatrix } from '../features/tensors';
import { Random } from '../random';
import { setWeights } from './weights';
import type { Pause, Runtime, TrainingJob, TrainingSession } from './runtime';

/** Rows of one forward pass outside training. */
const forwardRows = 1024;

function trainableVariables(network: LayersModel): tf.Variable[] {
  return network.trainableWeights.map((weight) => {
    const value = weight.read();
    if (!(value instanceof tf.Variable)) throw new TypeError(`The weight ${weight.name} is not a variable.`);
    return value;
  });
}

/** Runs synchronous work with tensors where a runtime wants it done. */
export type Within = <T>(work: () => T) => T;

const here: Within = (work) => work();

/** The network on prepared rows, dropout off, batch by batch. @returns [rows, outputs]. */
export async function networkOutputs(
  network: LayersModel,
  features: FeatureMatrix,
  pause: Pause,
  within: Within = here,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let start = 0; start < features.rows; start += forwardRows) {
    const end = Math.min(start + forwardRows, features.rows);
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
 * Training as tfjs does it, operation by operation: the measure of all other runtimes.
 * @param runtime whose session it is. @param within where its tensors are made: on the current backend, or on another.
 */
export class EagerSession implements TrainingSession {
  private readonly optimizer: tf.Optimizer;
  private readonly variables: tf.Variable[];

  constructor(
    readonly runtime: Runtime,
    private readonly job: TrainingJob,
    private readonly within: Within = here,
  ) {
    this.optimizer = tf.train.adam(job.optimizer.learningRate);
    this.variables = trainableVariables(job.network);
    job.network.layers.forEach((layer, index) => {
      if (layer instanceof SeededDropout) layer.random = new Random(job.seed, `dropout ${index}`);
    });
  }

  async epoch(order: Int32Array, pause: Pause): Promise<number> {
    const { batchSize } = this.job;
    let sum = 0;
    let steps = 0;
    for (let start = 0; start + batchSize <= order.length; start += batchSize) {
      sum += this.within(() => this.step(order.subarray(start, start + batchSize)));
      steps += 1;
      if (!(await pause(start + batchSize))) break;
    }
    return sum / steps;
  }

  private step(rows: Int32Array): number {
    const { network, features, target, loss } = this.job;
    return tf.tidy(() => {
      const x = tf.tensor2d(features.gather(rows), [rows.length, features.width]);
      const y = tf.tensor2d(
        Float32Array.from(rows, (row) => target[row] ?? Number.NaN),
        [rows.length, 1],
      );
      const { value, grads } = tf.variableGrads(() => {
        const output = network.apply(x, { training: true });
        if (!(output instanceof tf.Tensor)) throw new TypeError('The network has more than one output.');
        return loss(asMatrix(output), y);
      }, this.variables);
      this.optimizer.applyGradients(grads);
      return value.dataSync()[0] ?? Number.NaN;
    });
  }

  outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    return networkOutputs(this.job.network, features, pause, this.within);
  }

  async weights(): Promise<Float32Array[]> {
    return this.job.network.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
  }

  async close(weights: Float32Array[] | null): Promise<void> {
    const { network } = this.job;
    this.optimizer.dispose();
    if (weights !== null) setWeights(network, weights);
  }
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
