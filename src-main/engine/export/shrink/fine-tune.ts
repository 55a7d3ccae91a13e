import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FeatureMatrix } from '../../features/apply/matrix';
import { networkOutput } from '../../model/pipeline';
import { Random } from '../../random';

/** A weight by name, with its values; what a change gives takes their place. */
export type ChangeWeight = (name: string, value: tf.Tensor) => tf.Tensor;

export interface FineTuning {
  epochs: number;
  batchSize: number;
  /** Learning rate of Adam. */
  rate: number;
  seed: number;
  /** Called between steps with the share that is done; may throw to end the work. */
  pause(fraction: number): Promise<void>;
  /** What the network computes with in place of its weights, whose gradients are taken for theirs (straight through). */
  seenAs?: ChangeWeight;
  /** What the weights become after each step. */
  constrain?: ChangeWeight;
}

type Weight = LayersModel['trainableWeights'][number];

/** Puts other values in place of weights; the caller keeps the tensors that it gives. */
function change(weights: readonly Weight[], how: ChangeWeight): void {
  tf.tidy(() => {
    for (const weight of weights) weight.write(how(weight.originalName, weight.read()));
  });
}

/**
 * Goes on training a network whose weights are learned already, without dropout, by Adam.
 * @param lossOfRows of outputs [n, outputs] for rows by their places.
 */
export async function fineTune(
  network: LayersModel,
  features: FeatureMatrix,
  lossOfRows: (output: tf.Tensor2D, rows: Int32Array) => tf.Scalar,
  { epochs, batchSize, rate, seed, pause, seenAs, constrain }: FineTuning,
): Promise<void> {
  const weights = network.trainableWeights;
  const names = new Set(weights.map(({ name }) => name));
  const optimizer = tf.train.adam(rate);
  const random = new Random(seed, 'fine-tuning');
  const order = Int32Array.from({ length: features.rows }, (_, row) => row);
  const steps = Math.ceil(features.rows / batchSize);
  if (constrain !== undefined) change(weights, constrain);
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      for (let step = 0; step < steps; step++) {
        const rows = order.slice(step * batchSize, (step + 1) * batchSize);
        const values = features.gather(rows);
        tf.tidy(() => {
          const kept = seenAs === undefined ? null : weights.map((weight) => weight.read().clone());
          if (seenAs !== undefined) change(weights, seenAs);
          const x = tf.tensor2d(values, [rows.length, features.width]);
          const { grads } = tf.variableGrads(() => lossOfRows(networkOutput(network, x), rows));
          kept?.forEach((value, index) => weights[index]?.write(value));
          const own = Object.entries(grads).filter(([name]) => names.has(name));
          optimizer.applyGradients(own.map(([name, tensor]) => ({ name, tensor })));
        });
        if (constrain !== undefined) change(weights, constrain);
        await pause((epoch * steps + step + 1) / (epochs * steps));
      }
    }
  } finally {
    optimizer.dispose();
  }
}
