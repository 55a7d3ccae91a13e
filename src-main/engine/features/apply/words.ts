import * as tf from '@tensorflow/tfjs-core';
import type { FittedWords } from '../fitted';
import { squash } from './squash';

/** Norms below this are of texts without a known word. */
const leastNorm = 1e-12;

/**
 * Counts of words as the network takes them: as they are, 1 or 0, or tf-idf as scikit-learn's TfidfVectorizer: count times
 * ln((1 + n) / (1 + d)) + 1, where d of n texts have the word, divided by the Euclidean norm of the row.
 * @param counts [n, words]. @returns the same shape.
 */
export function applyWords({ weighting, weights }: FittedWords, counts: tf.Tensor2D): tf.Tensor2D {
  switch (weighting) {
    case 'counts':
      return squash(counts);
    case 'presence':
      return tf.clipByValue(counts, 0, 1);
    case 'tfidf': {
      const weighted = tf.mul<tf.Tensor2D>(counts, tf.tensor1d(weights));
      const norm = tf.sqrt(tf.sum(tf.square(weighted), 1, true));
      return tf.div(weighted, tf.maximum(norm, leastNorm));
    }
  }
}
