import * as tf from '@tensorflow/tfjs-core';
import type { FittedNumber } from '../fitted';
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
 * @param x [n]. @returns [n].
 */
export function fillMissing(x: tf.Tensor1D, replacement: number): tf.Tensor1D {
  return tf.tidy(() => {
    const missing = tf.isNaN(x);
    return tf.where(missing, tf.mul(tf.cast(missing, 'float32'), replacement), x);
  });
}

/** Values that the person wants left as they are keep their size up to here, so that sums of them stay finite. */
const largestUnscaled = 1e6;

/**
 * (x - center) / scale, missing as the median. Extremes are squashed, but for unscaled columns, whose values are
 * the person's own choice: those are only kept finite. @param value [n]. @returns columns of [n, 1].
 */
export function applyNumber(feature: FittedNumber, value: tf.Tensor1D): tf.Tensor2D[] {
  const filled = fillMissing(value, feature.median);
  const isUnscaled = feature.center === 0 && feature.scale === 1;
  const scaled = isUnscaled
    ? tf.clipByValue(filled, -largestUnscaled, largestUnscaled)
    : squash(tf.div<tf.Tensor1D>(tf.sub(filled, feature.center), feature.scale));
  const columns = [tf.expandDims<tf.Tensor2D>(scaled, 1)];
  if (feature.indicator) columns.push(missingIndicator(value));
  return columns;
}
