import * as tf from '@tensorflow/tfjs-core';

/** Up to here (in units of the column's scale) a value passes unchanged; beyond, it grows as its logarithm. */
export const linearRange = 10;
/** Infinite and absurd values are taken as this, small enough that float32 holds what is computed from it. */
const largest = 1e30;

/**
 * Keeps extreme values from ruling the network, without losing their order: x for |x| <= 10, else
 * sign(x) * (10 + ln(|x| / 10)). Infinity becomes about 77: a few such values in a row may cancel without the
 * rounding of float32 showing in the answer.
 * @param x of any shape, not NaN. @returns the same shape, finite.
 */
export function squash<Shaped extends tf.Tensor>(x: Shaped): Shaped {
  return tf.tidy(() => {
    const linear = tf.clipByValue(x, -linearRange, linearRange);
    const size = tf.clipByValue(tf.abs(x), linearRange, largest);
    const tail = tf.log(tf.div(size, linearRange));
    return tf.add<Shaped>(linear, tf.mul(tf.sign(linear), tail));
  });
}
