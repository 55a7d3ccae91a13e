import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { sliceRows } from '../features/apply/matrix';
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
): Promise<Float32Array> {
  const width = scoreWidth(fitted);
  const scores = new Float32Array(rows * width);
  for (let start = 0; start < rows; start += batchRows) {
    const end = Math.min(start + batchRows, rows);
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
): Promise<Float32Array> {
  const width = features.length / rows;
  const scores = new Float32Array(rows * scoreWidth(fitted));
  for (let start = 0; start < rows; start += batchRows) {
    const end = Math.min(start + batchRows, rows);
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
