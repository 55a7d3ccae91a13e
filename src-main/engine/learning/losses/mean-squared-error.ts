import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/** Mean of (output - target)^2, both in standardised units: 1 is what predicting the mean gives. */
export const meanSquaredError: Loss = (output, target) =>
  tf.tidy(() => tf.mean<tf.Scalar>(tf.square(tf.sub(output, target))));
