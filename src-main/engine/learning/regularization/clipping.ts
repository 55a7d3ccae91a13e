import * as tf from '@tensorflow/tfjs-core';

/** Scales a gradient down to a norm of at most `most` (Pascanu and others, 2013), its direction kept. */
export function clipByNorm(gradient: tf.Tensor1D, most: number): tf.Tensor1D {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  // At most 1, and never a division by zero.
  return tf.mul<tf.Tensor1D>(gradient, tf.div(most, tf.maximum(norm, most)));
}

/** Cuts each number of a gradient to [-most, most]. */
export function clipByValue(gradient: tf.Tensor1D, most: number): tf.Tensor1D {
  return tf.clipByValue<tf.Tensor1D>(gradient, -most, most);
}
