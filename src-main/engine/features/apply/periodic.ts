import * as tf from '@tensorflow/tfjs-core';
import type { FittedPeriodic } from '../fitted';
import { scaled } from './number';

/** v, and cosine and sine of each frequency. */
export const periodicWidth = ({ frequencies }: FittedPeriodic): number => 2 * frequencies.length + 1;

/**
 * Periodic encoding with fixed frequencies (Gorishniy and others, 2022; Rahimi and Recht's random features): the
 * standardised value v, then cos(2 pi f v) and sin(2 pi f v) of each frequency f.
 * @param filled [n, 1], no NaN. @returns [n, 2 frequencies + 1].
 */
export function applyPeriodic(feature: FittedPeriodic, filled: tf.Tensor2D): tf.Tensor2D {
  const v = scaled([feature], filled);
  const turns = feature.frequencies.map((frequency) => 2 * Math.PI * frequency);
  const angle: tf.Tensor2D = tf.mul(v, tf.tensor1d(turns));
  return tf.concat2d([v, tf.cos(angle), tf.sin(angle)], 1);
}
