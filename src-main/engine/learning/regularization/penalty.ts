import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of l1 * sum |w| + l2 * sum w^2 over kernels, added to that of the loss: l1 sign(w) + 2 l2 w.
 * The penalty itself is in no loss that is shown, so that training and validation can be compared.
 * @param parameters, gradient [parameters]. @param kernels 1 for weights of kernels, else 0: [parameters].
 */
export function addPenalty(
  gradient: tf.Tensor1D,
  parameters: tf.Tensor1D,
  kernels: tf.Tensor1D,
  { l1, l2 }: { l1: number; l2: number },
): tf.Tensor1D {
  let total = gradient;
  const weights = tf.mul<tf.Tensor1D>(parameters, kernels);
  if (l1 > 0) total = tf.add<tf.Tensor1D>(total, tf.mul(tf.sign(weights), l1));
  if (l2 > 0) total = tf.add<tf.Tensor1D>(total, tf.mul(weights, 2 * l2));
  return total;
}
