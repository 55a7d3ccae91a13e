import * as tf from '@tensorflow/tfjs-core';
import { named } from './named';
import type { Optimizer } from './optimizer';

export interface SgdOptions {
  momentum: number;
  nesterov: boolean;
}

/**
 * Stochastic gradient descent: p - rate g, or with momentum v = momentum v + g and p - rate v, or Nesterov's
 * p - rate (g + momentum v). As PyTorch has it: the rate is outside the memory, so that a schedule acts at once.
 */
export function sgd({ momentum, nesterov }: SgdOptions): Optimizer {
  const factors = (learningRate: number): Record<string, number> => ({ rate: learningRate });
  if (momentum === 0) {
    return {
      slots: {},
      factors,
      update: ({ parameters, gradient, factors: given }) => ({
        parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(gradient, named(given, 'rate'))),
        slots: {},
      }),
    };
  }
  return {
    slots: { velocity: 0 },
    factors,
    update: ({ parameters, gradient, slots, factors: given }) => {
      const velocity = tf.add<tf.Tensor1D>(tf.mul(named(slots, 'velocity'), momentum), gradient);
      const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
      return {
        parameters: tf.sub<tf.Tensor1D>(parameters, tf.mul(direction, named(given, 'rate'))),
        slots: { velocity },
      };
    },
  };
}
