import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../../runtimes/runtime';

/**
 * Mean of -log p(target) from one logit: softplus(z) - z y, which stays finite where log(sigmoid(z)) does not.
 * The target is 0 or 1.
 */
export const binaryCrossEntropy: Loss = (logit, target) =>
  tf.tidy(() => tf.mean<tf.Scalar>(tf.sub(tf.softplus(logit), tf.mul(logit, target))));
