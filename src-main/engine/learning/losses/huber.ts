import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/**
 * Huber (1964): e^2 / 2 for errors within `delta`, delta |e| - delta^2 / 2 beyond, so that rows far off count
 * linearly. With q = min(|e|, delta) it is q^2 / 2 + delta (|e| - q), without a branch.
 * @param delta in standard deviations of the target.
 */
export const huber =
  (delta: number): Loss =>
  (output, target) =>
    tf.tidy(() => {
      const error = tf.abs(tf.sub(output, target));
      const near = tf.minimum(error, delta);
      return tf.mean<tf.Scalar>(tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(error, near), delta)));
    });
