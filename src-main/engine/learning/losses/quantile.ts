import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/**
 * The pinball loss (Koenker and Bassett, 1978): with e = target - output, the mean of max(q e, (q - 1) e). Its least
 * value is at the quantile q. @param q the share of values below, above 0 and below 1.
 */
export const quantile =
  (q: number): Loss =>
  (output, target) =>
    tf.tidy(() => {
      const error = tf.sub(target, output);
      return tf.mean<tf.Scalar>(tf.maximum(tf.mul(error, q), tf.mul(error, q - 1)));
    });
