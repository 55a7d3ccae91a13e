import * as tf from '@tensorflow/tfjs-core';

/** From so many knots on, blocks of them are looked at first: 2 sqrt(k) comparisons a row instead of k. */
const mostAtOnce = 64;
const beyond = 3.4e38;

/** How many of the numbers are at most x. @param row [k], or [n, k] with other numbers for each row. */
function countNotAbove(row: tf.Tensor, x: tf.Tensor2D): tf.Tensor1D {
  return tf.sum<tf.Tensor1D>(tf.cast(tf.greaterEqual(x, row), 'float32'), 1);
}

/**
 * The place of the last knot that is at most x. Comparisons of float32 are exact, so every runtime finds the same one.
 * @param knots ascending. @param x [n, 1], none below the first knot. @returns [n] int32, from 0.
 */
export function placeAmong(knots: readonly number[], x: tf.Tensor2D): tf.Tensor1D {
  if (knots.length <= mostAtOnce)
    return tf.cast(tf.sub(countNotAbove(tf.tensor1d([...knots]), x), 1), 'int32');
  const size = Math.ceil(Math.sqrt(knots.length));
  const blocks = Math.ceil(knots.length / size);
  const firsts = Array.from({ length: blocks }, (_, block) => knots[block * size] ?? beyond);
  const block: tf.Tensor1D = tf.sub(countNotAbove(tf.tensor1d(firsts), x), 1);
  const table = Array.from({ length: blocks }, (_, b) =>
    Array.from({ length: size }, (__, i) => knots[b * size + i] ?? beyond),
  );
  const within = tf.gather(tf.tensor2d(table), tf.cast(block, 'int32'));
  return tf.cast(tf.sub(tf.add(tf.mul(block, size), countNotAbove(within, x)), 1), 'int32');
}
