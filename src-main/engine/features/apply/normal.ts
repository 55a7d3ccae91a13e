import * as tf from '@tensorflow/tfjs-core';

/** Shares nearer to 0 or 1 than this are taken as this, as scikit-learn does. */
const leastShare = 1e-7;

/**
 * Mike Giles, "Approximating the erfinv function" (GPU Computing Gems, 2010), single precision: coefficients of
 * erfinv(x) / x as a polynomial of w = -ln(1 - x^2), in the middle and in the tails.
 */
const middle = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3,
  2.46640727e-1, 1.50140941,
];
const tails = [
  -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3,
  1.00167406, 2.83297682,
];
const border = 5;

const polynomial = (coefficients: readonly number[], w: tf.Tensor): tf.Tensor =>
  coefficients
    .slice(1)
    .reduce<tf.Tensor>(
      (sum, coefficient) => tf.add(tf.mul(sum, w), coefficient),
      tf.fill(w.shape, coefficients[0] ?? 0),
    );

/**
 * The standard normal deviate that has a share p below it.
 * @param tail [n, 1] p, or 1 - p where `upper` is 1. @param upper [n, 1] 0 or 1. @returns [n, 1], from -5.2 to 5.2.
 */
export function normalOfTail(tail: tf.Tensor, upper: tf.Tensor): tf.Tensor2D {
  const t = tf.clipByValue(tail, leastShare, 1 - leastShare);
  // 1 - x^2 = 4 p (1 - p) for x = 2 p - 1.
  const w = tf.neg(tf.log(tf.mul(tf.mul(t, 4), tf.sub(1, t))));
  const inMiddle = polynomial(middle, tf.sub(tf.minimum(w, border), 2.5));
  const inTails = polynomial(tails, tf.sub(tf.sqrt(tf.maximum(w, border)), 3));
  const factor = tf.where(tf.less(w, border), inMiddle, inTails);
  const x = tf.mul(tf.sub(tf.mul(t, 2), 1), tf.sub(1, tf.mul(upper, 2)));
  return tf.mul<tf.Tensor2D>(tf.mul(factor, x), Math.SQRT2);
}
