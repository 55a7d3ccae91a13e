import * as tf from '@tensorflow/tfjs-core';
import type { FittedNumber } from '../fitted';
import { asMatrix } from '../tensors';
import { squash } from './squash';

/** Columns that a number becomes: its scaled value, and 1 where it was missing if training had missing ones. */
export function numberWidth(feature: FittedNumber): number {
  return feature.indicator ? 2 : 1;
}

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

/**
 * Numbers of one kind (all unscaled or all scaled) as one matrix: (x - center) / scale, missing as the median. As a
 * matrix, for a table of a thousand columns would otherwise be ten thousand operations.
 * @param values each [n]. @returns `scaled` and `missing` (1 where a value was missing), both [n, features].
 */
export function applyNumbers(
  features: readonly FittedNumber[],
  values: readonly tf.Tensor1D[],
): { scaled: tf.Tensor2D; missing: tf.Tensor2D } {
  return tf.tidy(() => {
    const vector = (pick: (feature: FittedNumber) => number): tf.Tensor1D => tf.tensor1d(features.map(pick));
    const matrix = asMatrix(tf.stack([...values], 1));
    const filled = fillMissing(
      matrix,
      vector(({ median }) => median),
    );
    const scaled = features.every(isUnscaled)
      ? tf.clipByValue(filled, -largestUnscaled, largestUnscaled)
      : squash(
          tf.div<tf.Tensor2D>(
            tf.sub(
              filled,
              vector(({ center }) => center),
            ),
            vector(({ scale }) => scale),
          ),
        );
    return { scaled, missing: tf.cast(tf.isNaN(matrix), 'float32') };
  });
}
