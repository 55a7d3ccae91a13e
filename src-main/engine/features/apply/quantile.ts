import * as tf from '@tensorflow/tfjs-core';
import type { FittedQuantile } from '../fitted';
import { normalOfTail } from './normal';
import { placeAmong } from './places';

/** Steeper than this float32 cannot hold a line. */
const steepest = 1e37;

/** The number of each place at the places of the rows. */
const lookUp = (values: readonly number[], place: tf.Tensor1D): tf.Tensor =>
  tf.expandDims(tf.gather(tf.tensor1d([...values]), place), 1);

/**
 * The share of the training rows that lie below x, 0 to 1, or the normal deviate that has that share below it. As
 * scikit-learn's QuantileTransformer: a value that many rows share gets the middle of its range, the smallest one 0 and
 * the largest one 1; normal deviates end at 5.2 on both sides.
 * @param filled [n, 1], no NaN. @returns [n, 1].
 */
export function applyQuantile(feature: FittedQuantile, filled: tf.Tensor2D): tf.Tensor2D {
  const { below, above, output } = feature;
  const knots = feature.knots.map(Math.fround);
  const last = knots.length - 1;
  const x = tf.clipByValue(filled, knots[0] ?? 0, knots[last] ?? 0);
  const place = placeAmong(knots, x);
  const from = lookUp(knots, place);
  // The upper half is counted from above, where float32 holds small shares and not those close to 1.
  const isUpper = knots.map((_, i) => i === last || (above[i] ?? 0) >= 0.5);
  const tail = (share: number, i: number): number => (isUpper[i] === true ? 1 - share : share);
  const start = above.map(tail);
  const slope = start.map((share, i) => {
    if (i === last) return 0;
    const rise = (tail(below[i + 1] ?? 1, i) - share) / ((knots[i + 1] ?? 0) - (knots[i] ?? 0));
    return Math.min(steepest, Math.max(-steepest, rise));
  });
  const middle = start.map((_, i) =>
    tail(i === 0 ? 0 : i === last ? 1 : ((below[i] ?? 0) + (above[i] ?? 0)) / 2, i),
  );
  const onLine = tf.add(lookUp(start, place), tf.mul(tf.sub(x, from), lookUp(slope, place)));
  const share = tf.clipByValue(tf.where(tf.equal(x, from), lookUp(middle, place), onLine), 0, 1);
  const upper = lookUp(
    isUpper.map((is) => (is ? 1 : 0)),
    place,
  );
  if (output === 'normal') return normalOfTail(share, upper);
  // upper ? 1 - share : share
  return tf.add(upper, tf.mul(share, tf.sub(1, tf.mul(upper, 2))));
}
