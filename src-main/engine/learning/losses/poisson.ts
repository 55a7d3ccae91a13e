import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/**
 * Mean of exp(z) - y z: the negative log-likelihood of counts y with the rate exp(z), without what does not depend
 * on z. The target is 0 or above, in units of its mean.
 */
export const poisson: Loss = (output, target) =>
  tf.tidy(() => tf.mean<tf.Scalar>(tf.sub(tf.exp(output), tf.mul(target, output))));
