import * as tf from '@tensorflow/tfjs-core';
import type { FittedNumber, NumberFeature } from '../fitted';
import { asMatrix } from '../tensors';
import { squash } from './squash';

/** 1 where x is NaN, else 0. @param x [n]. @returns [n, 1] float32. */
export function missingIndicator(x: tf.Tensor1D): tf.Tensor2D {
  return tf.tidy(() => tf.expandDims<tf.Tensor2D>(tf.cast(tf.isNaN(x), 'float32'), 1));
}

/**
 * x with NaN replaced. Nothing here depends on how many rows there are, so that a traced model takes any number.
 * @param x [n] or [n, k]. @param replacement one number, or [k].
 */
export function fillMissing<Shaped extends tf.Tensor>(x: Shaped, replacement: number | tf.Tensor1D): Shaped {
  return tf.tidy(() => {
    const missing = tf.isNaN(x);
    return tf.where(missing, tf.mul(tf.cast(missing, 'float32'), replacement), x);
  });
}

/** Values that the person wants left as they are keep their size up to here, so that sums of them stay finite. */
const largestUnscaled = 1e6;

/** Columns that scaling leaves as they are are only kept finite; all others are squashed. */
export const isUnscaled = ({ center, scale }: FittedNumber): boolean => center === 0 && scale === 1;

/** One constant of each feature, as a row that is broadcast over [n, features]. */
export const constants = <Feature>(
  features: readonly Feature[],
  pick: (feature: Feature) => number,
): tf.Tensor1D => tf.tensor1d(features.map(pick));

/**
 * Columns side by side, missing as the median. As a matrix, for a table of a thousand columns would otherwise be ten
 * thousand operations. @param values each [n]. @returns `filled` and `missing` (1 where a value was missing), both
 * [n, features].
 */
export function stackNumbers(
  features: readonly NumberFeature[],
  values: readonly tf.Tensor1D[],
): { filled: tf.Tensor2D; missing: tf.Tensor2D } {
  const matrix = asMatrix(tf.stack([...values], 1));
  const filled = fillMissing(
    matrix,
    constants(features, ({ median }) => median),
  );
  return { filled, missing: tf.cast(tf.isNaN(matrix), 'float32') };
}

/** (x - center) / scale of each column, extremes squashed. @param x [n, features]. */
export function scaled(
  features: readonly Pick<FittedNumber, 'center' | 'scale'>[],
  x: tf.Tensor2D,
): tf.Tensor2D {
  const fromCenter = tf.sub(
    x,
    constants(features, ({ center }) => center),
  );
  return squash(
    tf.div<tf.Tensor2D>(
      fromCenter,
      constants(features, ({ scale }) => scale),
    ),
  );
}

/** Numbers of one kind, all unscaled or all scaled: (x - center) / scale. @param filled [n, features]. */
export function applyLinear(features: readonly FittedNumber[], filled: tf.Tensor2D): tf.Tensor2D {
  return features.every(isUnscaled)
    ? tf.clipByValue(filled, -largestUnscaled, largestUnscaled)
    : scaled(features, filled);
}
