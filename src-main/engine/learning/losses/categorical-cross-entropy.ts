import * as tf from '@tensorflow/tfjs-core';
import type { CrossEntropyOptions } from './binary-cross-entropy';
import { weightedMean } from './class-weights';
import type { Loss } from './loss';

/** @param target [n, 1], indices. @returns [n, classes]. */
const oneHot = (target: tf.Tensor2D, classes: number): tf.Tensor =>
  tf.oneHot(tf.cast(tf.squeeze<tf.Tensor1D>(target, [1]), 'int32'), classes, 1, 0, 'float32');

/**
 * Mean of -log p(target) from one logit a class. The target is the index of the class, or a share of each class. Smoothing and focus are as in
 * Keras' CategoricalFocalCrossentropy, without its alpha, for which there are weights.
 */
export const categoricalCrossEntropy =
  ({ labelSmoothing, focalGamma, weights }: CrossEntropyOptions): Loss =>
  (logits, target) =>
    tf.tidy(() => {
      const classes = logits.shape[1];
      const chosen = target.shape[1] === classes ? target : oneHot(target, classes);
      const wanted =
        labelSmoothing === 0 ? chosen : tf.add(tf.mul(chosen, 1 - labelSmoothing), labelSmoothing / classes);
      const logProbabilities = tf.logSoftmax(logits);
      let surprise: tf.Tensor = tf.mul(logProbabilities, wanted);
      if (focalGamma > 0) {
        const wrong = tf.sub(1, tf.exp(logProbabilities));
        surprise = tf.mul(surprise, tf.pow(wrong, focalGamma));
      }
      const losses = tf.neg(tf.sum(surprise, 1));
      const counts = weights === null ? null : tf.sum(tf.mul(chosen, tf.tensor1d([...weights])), 1);
      return weightedMean(losses, counts);
    });
