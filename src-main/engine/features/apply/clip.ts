import * as tf from '@tensorflow/tfjs-core';
import type { FittedClip } from '../fitted';
import { constants, scaled } from './number';

/** min(max(x, lower), upper), then scaled. @param filled [n, features], no NaN. @returns the same shape. */
export function applyClip(features: readonly FittedClip[], filled: tf.Tensor2D): tf.Tensor2D {
  const fromBelow = tf.maximum(
    filled,
    constants(features, ({ lower }) => lower),
  );
  const within = tf.minimum<tf.Tensor2D>(
    fromBelow,
    constants(features, ({ upper }) => upper),
  );
  return scaled(features, within);
}
