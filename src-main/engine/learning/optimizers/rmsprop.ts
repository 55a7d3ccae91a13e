import * as tf from '@tensorflow/tfjs-core';
import { named } from './named';
import type { Optimizer } from './optimizer';

/** As Keras has them. */
const decay = 0.9;
const epsilon = 1e-7;

/** RMSprop (Hinton, 2012): s = 0.9 s + 0.1 g^2, p - rate g / sqrt(s + epsilon). */
export const rmsprop: Optimizer = {
  slots: { square: 0 },
  factors: (learningRate) => ({ rate: learningRate }),
  update: ({ parameters, gradient, slots, factors }) => {
    const square = tf.add<tf.Tensor1D>(
      tf.mul(named(slots, 'square'), decay),
      tf.mul(tf.square(gradient), 1 - decay),
    );
    const direction = tf.div(gradient, tf.sqrt(tf.add(square, epsilon)));
    return {
      parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(direction, named(factors, 'rate'))),
      slots: { square },
    };
  },
};
