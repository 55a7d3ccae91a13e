import * as tf from '@tensorflow/tfjs-core';
import type { TextFeature } from '../fitted';
import { applyBuckets, bucketsWidth } from './buckets';
import { applyCategory, categoryWidth } from './category';
import { asMatrix, asVector } from '../tensors';
import { wordsWidth } from '../words';
import { applyLookup, lookupWidth } from './lookup';
import { applyWords } from './words';

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
    case 'words':
      return wordsWidth(feature);
    case 'tokens':
      return feature.length;
  }
}

/** @param input ids [n] int32, see `categoryIds`; counts [n, words] for words. @returns columns of [n, k], `textWidth` in all. */
export function applyText(feature: TextFeature, input: tf.Tensor): tf.Tensor2D[] {
  if (feature.kind === 'words') return [applyWords(feature, asMatrix(input))];
  // The network's own layers look the pieces up.
  if (feature.kind === 'tokens') return [asMatrix(input)];
  const id = asVector(input);
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
