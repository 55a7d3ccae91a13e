import * as tf from '@tensorflow/tfjs-core';
import type { FittedBuckets } from '../fitted';
import { asMatrix } from '../tensors';

/** One column a bucket, and the first one for unknown values. */
export const bucketsWidth = ({ size }: FittedBuckets): number => size + 1;

/** One-hot of the bucket. @param id [n] int32, a slot of the vocabulary. @returns [n, width]. */
export function applyBuckets(feature: FittedBuckets, id: tf.Tensor1D): tf.Tensor2D[] {
  // The tracer tries two ids whatever the vocabulary.
  const buckets = feature.buckets.length === 0 ? [0, 0] : [0, ...feature.buckets];
  const bucket = tf.gather(tf.tensor1d(buckets, 'int32'), id);
  return [asMatrix(tf.oneHot(bucket, bucketsWidth(feature), 1, 0, 'float32'))];
}
