import * as tf from '@tensorflow/tfjs-core';
import { named } from './named';
import type { Optimizer } from './optimizer';

/** As tfjs and most others have them. */
const beta1 = 0.9;
const usualBeta2 = 0.999;
const epsilon = 1e-7;

/**
 * Adam (Kingma and Ba, 2015) is p - learningRate * m^ / (sqrt(v^) + epsilon), with m^ = m / (1 - beta1^t) and
 * v^ = v / (1 - beta2^t). With a = m / (1 - beta1) and b = v / (1 - beta2), which need one multiplication less,
 * it is p - rate * a / (sqrt(b) + stabiliser): no work on scalars is left within the step.
 * @param beta2 how much of the memory of squared gradients a step keeps.
 */
export const adamWith = (beta2 = usualBeta2): Optimizer => ({
  slots: { first: 0, second: 0 },
  factors(learningRate, step) {
    const scaleOfRoot = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
    return {
      rate: (learningRate * (1 - beta1)) / (1 - beta1 ** step) / scaleOfRoot,
      stabiliser: epsilon / scaleOfRoot,
    };
  },
  update({ parameters, gradient, slots, factors }) {
    const first = tf.add<tf.Tensor1D>(tf.mul(named(slots, 'first'), beta1), gradient);
    const second = tf.add<tf.Tensor1D>(tf.mul(named(slots, 'second'), beta2), tf.square(gradient));
    const direction = tf.div(first, tf.add(tf.sqrt(second), named(factors, 'stabiliser')));
    return {
      parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(direction, named(factors, 'rate'))),
      slots: { first, second },
    };
  },
});

/** Adam with the usual memory. */
export const adam = adamWith();
