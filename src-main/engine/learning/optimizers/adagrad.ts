import * as tf from '@tensorflow/tfjs-core';
import { named } from './named';
import type { Optimizer } from './optimizer';

/** As Keras has them: the sum begins above zero, so that the first steps are not of full length. */
const initial = 0.1;
const epsilon = 1e-7;

/** Adagrad (Duchi and others, 2011): s = s + g^2, p - rate g / sqrt(s + epsilon). */
export const adagrad: Optimizer = {
  slots: { sum: initial },
  factors: (learningRate) => ({ rate: learningRate }),
  update: ({ parameters, gradient, slots, factors }) => {
    const sum = tf.add<tf.Tensor1D>(named(slots, 'sum'), tf.square(gradient));
    const direction = tf.div(gradient, tf.sqrt(tf.add(sum, epsilon)));
    return {
      parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(direction, named(factors, 'rate'))),
      slots: { sum },
    };
  },
};
