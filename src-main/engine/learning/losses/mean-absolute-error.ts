import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/** Mean of |output - target|, in standardised units: learns the median, and rows far off do not rule it. */
export const meanAbsoluteError: Loss = (output, target) =>
  tf.tidy(() => tf.mean<tf.Scalar>(tf.abs(tf.sub(output, target))));
