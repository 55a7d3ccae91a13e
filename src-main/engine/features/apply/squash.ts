import * as tf from '@tensorflow/tfjs-core';

/** Up to here (in units of the column's scale) a value passes unchanged; beyond, it grows as its logarithm. */
export const linearRange = 10;
/** Infinite and absurd values are taken as this, small enough that float32 holds what is computed from it. */
const largest = 1e30;

/**
 * Keeps extreme values from ruling the network, without losing their order: x for |x| <= 10, else
 * sign(x) * (10 + 10 * ln(|x| / 10)). The slope is continuous; infinity becomes about 667.
 * @param x [n], not NaN. @returns [n], finite.
 */
export function squash(x: tf.Tensor1D): tf.Tensor1D {
  return tf.tidy(() => {
    const linear = tf.clipByValue(x, -linearRange, linearRange);
    const size = tf.clipByValue(tf.abs(x), linearRange, largest);
    const tail = tf.mul(tf.log(tf.div(size, linearRange)), linearRange);
    return tf.add(linear, tf.mul(tf.sign(linear), tail));
  });
}
