import * as tf from '@tensorflow/tfjs-core';
import { adam as usual } from './adam';
import { named } from './named';
import type { Optimizer } from './optimizer';

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): before Adam's step each weight loses
 * learningRate * weightDecay of itself. Biases and scales are left alone, since they do not make a model complex.
 */
export function adamw(weightDecay: number, adam: Optimizer = usual): Optimizer {
  return {
    slots: adam.slots,
    factors: (learningRate, step) => ({
      ...adam.factors(learningRate, step),
      decay: learningRate * weightDecay,
    }),
    update(update) {
      const { parameters, factors, kernels } = update;
      const lost = tf.mul(tf.mul(parameters, kernels()), named(factors, 'decay'));
      return adam.update({ ...update, parameters: tf.sub<tf.Tensor1D>(parameters, lost) });
    },
  };
}
