import * as tf from '@tensorflow/tfjs-core';

/**
 * What each class counts so that all classes count the same in all: rows / (classes * rows of the class), as
 * scikit-learn's "balanced" has it. A class without rows counts 1; it is in no sum.
 */
export function balancedWeights(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 1 : rows / (counts.length * count)));
}

/** How many rows each class has. @param target indices of classes. */
export function countClasses(target: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < target.length; row++) {
    const index = target[row] ?? -1;
    if (index in counts) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Mean over rows of what each one loses, weighted. @param losses, weights [n]. */
export function weightedMean(losses: tf.Tensor, weights: tf.Tensor | null): tf.Scalar {
  return tf.mean<tf.Scalar>(weights === null ? losses : tf.mul(losses, weights));
}
