import * as tf from '@tensorflow/tfjs-core';
import type { FittedCategory } from '../fitted';
import { asMatrix } from '../tensors';

/** One column a known category, and the first one for all others. (tfjs makes no one-hot narrower than 2.) */
export function categoryWidth(feature: FittedCategory): number {
  return Math.max(2, feature.vocabulary.length + 1);
}

/** One-hot. @param id [n] int32 from 0 (unknown) to the vocabulary's length. @returns [n, width]. */
export function applyCategory(feature: FittedCategory, id: tf.Tensor1D): tf.Tensor2D[] {
  return [asMatrix(tf.oneHot(id, categoryWidth(feature), 1, 0, 'float32'))];
}
