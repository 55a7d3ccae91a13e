import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rowsAtOnce } from '../data/rows-at-once';
import { featuresWidth } from '../features/apply';
import { sliceRows, transformRows } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import type { HostInputs } from '../features/host';
import { inputTensors } from '../features/tensors';
import { forward, networkOutput, scoreOf } from '../model/pipeline';

/** Rows that go through the network at a time. */
const batchRows = 1024;

/** Number of score columns: one for numbers, else one a class. */
export function scoreWidth(fitted: Fitted): number {
  return fitted.target.kind === 'number' ? 1 : fitted.target.classes.length;
}

/** Computes what the network says of features faster than the network itself: [rows, width] to [rows, outputs]. */
export type Outputs = (features: Float32Array, rows: number) => Promise<Float32Array>;

/** The answers of outputs of the network: [rows, scoreWidth]. */
function scoresOfOutputs(fitted: Fitted, outputs: Float32Array, rows: number): Float32Array {
  return tf.tidy(() =>
    scoreOf(fitted, tf.tensor2d(outputs, [rows, outputs.length / rows]))
      .dataSync<'float32'>()
      .slice(),
  );
}

/**
 * Answers for raw rows, batch by batch: [rows, scoreWidth], predictions or probabilities.
 * @param pause called after each batch with the rows done; may throw to end the work.
 */
export async function predictRows(
  fitted: Fitted,
  network: LayersModel,
  inputs: HostInputs,
  rows: number,
  pause: (rowsDone: number) => Promise<void>,
  outputs: Outputs | null = null,
): Promise<Float32Array> {
  const width = scoreWidth(fitted);
  const scores = new Float32Array(rows * width);
  const step = rowsAtOnce(featuresWidth(fitted), batchRows);
  for (let start = 0; start < rows; start += step) {
    const end = Math.min(start + step, rows);
    if (outputs !== null) {
      const given = await outputs(transformRows(fitted, sliceRows(inputs, start, end)), end - start);
      scores.set(scoresOfOutputs(fitted, given, end - start), start * width);
      await pause(end);
      continue;
    }
    tf.tidy(() => {
      const { score } = forward(fitted, network, inputTensors(sliceRows(inputs, start, end)));
      scores.set(score.dataSync(), start * width);
    });
    await pause(end);
  }
  return scores;
}

/**
 * Answers for rows whose features are made already: [rows, scoreWidth].
 * @param features [rows, width]. @param pause as for `predictRows`.
 */
export async function predictPrepared(
  fitted: Fitted,
  network: LayersModel,
  features: Float32Array,
  rows: number,
  pause: (rowsDone: number) => Promise<void>,
  outputs: Outputs | null = null,
): Promise<Float32Array> {
  const width = features.length / rows;
  const scores = new Float32Array(rows * scoreWidth(fitted));
  const step = rowsAtOnce(width, batchRows);
  for (let start = 0; start < rows; start += step) {
    const end = Math.min(start + step, rows);
    if (outputs !== null) {
      const given = await outputs(features.subarray(start * width, end * width), end - start);
      scores.set(scoresOfOutputs(fitted, given, end - start), start * scoreWidth(fitted));
      await pause(end);
      continue;
    }
    tf.tidy(() => {
      const x = tf.tensor2d(features.subarray(start * width, end * width), [end - start, width]);
      const score = scoreOf(fitted, networkOutput(network, x));
      scores.set(score.dataSync(), start * scoreWidth(fitted));
    });
    await pause(end);
  }
  return scores;
}

/** Index of the largest of `width` values a row; the first of equals, as argmax has it everywhere. */
export function mostProbable(scores: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: scores.length / width }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) {
      if ((scores[row * width + k] ?? 0) > (scores[row * width + best] ?? 0)) best = k;
    }
    return best;
  });
}
