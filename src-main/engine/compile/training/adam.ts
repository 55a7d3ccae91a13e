import * as tf from '@tensorflow/tfjs-core';

/** As tfjs and most others have them. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** What one step of Adam needs besides the state: `rate` multiplies the step, `stabiliser` is added to its divisor. */
export interface AdamFactors {
  rate: number;
  stabiliser: number;
}

/**
 * The factors of one step, so that the update does no work on scalars.
 * Adam (Kingma and Ba, 2015) is p - learningRate * m^ / (sqrt(v^) + epsilon), with m^ = m / (1 - beta1^t) and
 * v^ = v / (1 - beta2^t). With a = m / (1 - beta1) and b = v / (1 - beta2), which need one multiplication less,
 * it is p - rate * a / (sqrt(b) + stabiliser).
 * @param step from 1.
 */
export function adamFactors(learningRate: number, step: number): AdamFactors {
  const scaleOfRoot = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
  return {
    rate: (learningRate * (1 - beta1)) / (1 - beta1 ** step) / scaleOfRoot,
    stabiliser: epsilon / scaleOfRoot,
  };
}

/** The moments a and b of `adamFactors`, and the parameters, all flat: [parameters]. */
export interface AdamState {
  parameters: tf.Tensor1D;
  first: tf.Tensor1D;
  second: tf.Tensor1D;
}

/** One step of Adam over all parameters at once. @param rate, stabiliser scalars, see `adamFactors`. */
export function adamStep(
  { parameters, first, second }: AdamState,
  gradient: tf.Tensor1D,
  rate: tf.Tensor,
  stabiliser: tf.Tensor,
): AdamState {
  const newFirst = tf.add<tf.Tensor1D>(tf.mul(first, beta1), gradient);
  const newSecond = tf.add<tf.Tensor1D>(tf.mul(second, beta2), tf.square(gradient));
  const direction = tf.div<tf.Tensor1D>(newFirst, tf.add(tf.sqrt(newSecond), stabiliser));
  return {
    parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(direction, rate)),
    first: newFirst,
    second: newSecond,
  };
}
