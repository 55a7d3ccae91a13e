import * as tf from '@tensorflow/tfjs-core';
import type { TextFeature } from '../fitted';
import { applyBuckets, bucketsWidth } from './buckets';
import { applyCategory, categoryWidth } from './category';
import { applyLookup, lookupWidth } from './lookup';

/** How many columns of the network's input a category becomes. */
export function textWidth(feature: TextFeature): number {
  switch (feature.kind) {
    case 'category':
      return categoryWidth(feature);
    case 'lookup':
      return lookupWidth(feature);
    case 'buckets':
      return bucketsWidth(feature);
    case 'embedding':
      return 1;
  }
}

/** @param id [n] int32, see `categoryIds`. @returns columns of [n, k], `textWidth` in all. */
export function applyText(feature: TextFeature, id: tf.Tensor1D): tf.Tensor2D[] {
  switch (feature.kind) {
    case 'category':
      return applyCategory(feature, id);
    case 'lookup':
      return applyLookup(feature, id);
    case 'buckets':
      return applyBuckets(feature, id);
    case 'embedding':
      // The network's first layer looks it up: see `columnEmbedding`.
      return [tf.expandDims<tf.Tensor2D>(tf.cast(id, 'float32'), 1)];
  }
}
