import * as tf from '@tensorflow/tfjs-core';

/**
 * Scales the weights into each unit down to a norm of at most `most` (Srebro and Shraibman, 2005), as Keras' MaxNorm
 * over all axes but the last.
 * @param shapes of the parts of `parameters`; those of fewer than two axes are left alone.
 */
export function limitNorms(
  parameters: tf.Tensor1D,
  shapes: readonly (readonly number[])[],
  most: number,
): tf.Tensor1D {
  const sizes = shapes.map((shape) => tf.util.sizeFromShape([...shape]));
  const parts = tf.split<tf.Tensor1D>(parameters, sizes).map((part, index): tf.Tensor1D => {
    const shape = shapes[index] ?? [];
    if (shape.length < 2) return part;
    const units = shape.at(-1) ?? 1;
    const kernel = tf.reshape(part, [-1, units]);
    const norms = tf.sqrt(tf.sum(tf.square(kernel), 0, true));
    return tf.reshape<tf.Rank.R1>(tf.mul(kernel, tf.div(most, tf.maximum(norms, most))), [part.size]);
  });
  return tf.concat1d(parts);
}
