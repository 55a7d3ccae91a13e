import * as tf from '@tensorflow/tfjs-core';
import type { Calibration } from '../../contract/schemas/class-decision';

/** Probabilities of two classes from a logit of the second. Not 1 - p, which loses the digits of a small probability. */
export const bothOf = (z: tf.Tensor2D): tf.Tensor2D => tf.concat2d([tf.sigmoid(tf.neg(z)), tf.sigmoid(z)], 1);

/** A curve of straight lines between points: what it begins with, and what each stretch adds. @param z [n, 1]. */
function curve(z: tf.Tensor2D, x: readonly number[], y: readonly number[]): tf.Tensor2D {
  const widths = x.slice(1).map((to, place) => to - (x[place] ?? 0));
  const begin = y[0] ?? 0;
  if (widths.length === 0) return tf.fill([z.shape[0], 1], begin);
  const slopes = widths.map((width, place) => ((y[place + 1] ?? 0) - (y[place] ?? 0)) / width);
  const inside = tf.minimum(tf.relu(tf.sub(z, tf.tensor2d([x.slice(0, -1)]))), tf.tensor2d([widths]));
  return tf.add(tf.sum<tf.Tensor2D>(tf.mul(inside, tf.tensor2d([slopes])), 1, true), begin);
}

/** Of the second class; the difference where two classes have an output each. */
const logitOf = (output: tf.Tensor2D): tf.Tensor2D =>
  output.shape[1] === 1
    ? output
    : tf.sub(tf.slice2d(output, [0, 1], [-1, 1]), tf.slice2d(output, [0, 0], [-1, 1]));

/**
 * Calibrated probabilities [n, classes] of outputs, those of several members averaged before: tensor operations only, so
 * that they are in exported files. `evaluate/calibration/apply.ts` says the same in numbers.
 * @param output [n, 1], a logit of the second of two classes, or [n, classes].
 */
export function calibrated(output: tf.Tensor2D, calibration: Calibration): tf.Tensor2D {
  const isBinary = output.shape[1] === 1;
  switch (calibration.kind) {
    case 'temperature': {
      const scaled = tf.mul<tf.Tensor2D>(output, 1 / calibration.temperature);
      return isBinary ? bothOf(scaled) : tf.softmax(scaled);
    }
    case 'platt':
      return bothOf(tf.add(tf.mul(logitOf(output), calibration.slope), calibration.intercept));
    case 'isotonic': {
      const second = curve(logitOf(output), calibration.outputs, calibration.probabilities);
      return tf.concat2d([tf.sub<tf.Tensor2D>(1, second), second], 1);
    }
  }
}
