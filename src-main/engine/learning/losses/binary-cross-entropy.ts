import * as tf from '@tensorflow/tfjs-core';
import { weightedMean } from './class-weights';
import type { Loss } from './loss';

export interface CrossEntropyOptions {
  /** Share of certainty that is spread evenly over the classes (Szegedy and others, 2016). */
  labelSmoothing: number;
  /** Rows count (1 - p)^gamma (Lin and others, 2017); 0 for the plain loss. */
  focalGamma: number;
  /** What each class counts; null for the same. */
  weights: readonly number[] | null;
}

/**
 * Mean of -log p(target) from one logit: softplus(z) - z y, which stays finite where log(sigmoid(z)) does not.
 * The target is 0 or 1. Smoothing and focus are as in Keras' BinaryFocalCrossentropy, without its balance of
 * classes, for which there are weights.
 */
export const binaryCrossEntropy =
  ({ labelSmoothing, focalGamma, weights }: CrossEntropyOptions): Loss =>
  (logit, target) =>
    tf.tidy(() => {
      const wanted =
        labelSmoothing === 0 ? target : tf.add(tf.mul(target, 1 - labelSmoothing), labelSmoothing / 2);
      let losses: tf.Tensor = tf.sub(tf.softplus(logit), tf.mul(logit, wanted));
      if (focalGamma > 0) {
        const p = tf.sigmoid(logit);
        const right = tf.add(tf.mul(p, wanted), tf.mul(tf.sub(1, p), tf.sub(1, wanted)));
        losses = tf.mul(losses, tf.pow(tf.sub(1, right), focalGamma));
      }
      const [negative = 1, positive = 1] = weights ?? [];
      const counts = weights === null ? null : tf.add(tf.mul(target, positive - negative), negative);
      return weightedMean(losses, counts);
    });
