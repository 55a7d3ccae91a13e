import * as tf from '@tensorflow/tfjs-core';
import { curve, steadyExponent } from '../curve';
import type { FittedPower } from '../fitted';
import { constants } from './number';
import { squash } from './squash';

const largest = 1e30;
/** The exponential of it is far from what float32 cannot hold. */
const largestLogarithm = 80;
/** What a logarithm is taken of stays above -1. */
const leastBase = -0.999_999_9;

const inRange = (factor: number): number => Math.min(largest, Math.max(-largest, factor));

/**
 * (curve(x) - curve(origin)) / scale, see `FittedPower`, extremes squashed. Where x and the origin m have the same sign
 * the difference is (1 + |m|)^k expm1(k log1p((|x| - |m|) / (1 + |m|))) / k: taking one curve from the other would
 * leave few digits of a narrow column far from zero, such as a year.
 * @param filled [n, features], no NaN. @returns the same shape.
 */
export function applyPower(features: readonly FittedPower[], filled: tf.Tensor2D): tf.Tensor2D {
  const row = (pick: (feature: FittedPower) => number): tf.Tensor1D => constants(features, pick);
  const size = tf.clipByValue(tf.abs(filled), 0, largest);
  const isPositive = tf.cast(tf.greaterEqual(filled, 0), 'float32');
  /** `upper` where x >= 0, else `lower`. */
  const bySign = (
    upper: (feature: FittedPower) => number,
    lower: (feature: FittedPower) => number,
  ): tf.Tensor =>
    tf.add(
      row(lower),
      tf.mul(
        isPositive,
        row((feature) => upper(feature) - lower(feature)),
      ),
    );
  const originIsPositive = ({ origin }: FittedPower): boolean => origin >= 0;
  const isSame = bySign(
    (feature) => (originIsPositive(feature) ? 1 : 0),
    (feature) => (originIsPositive(feature) ? 0 : 1),
  );
  const positive = (feature: FittedPower): number => steadyExponent(feature.positive);
  const negative = (feature: FittedPower): number => steadyExponent(feature.negative);
  const originOf = ({ origin }: FittedPower): number => Math.fround(Math.abs(origin));

  const near = tf.div(tf.sub(size, row(originOf)), tf.add(row(originOf), 1));
  const base = tf.clipByValue(tf.where(tf.cast(isSame, 'bool'), near, size), leastBase, largest);
  const exponent = bySign(positive, negative);
  const power = tf.clipByValue(tf.mul(exponent, tf.log1p(base)), -largestLogarithm, largestLogarithm);
  /** What expm1 is multiplied with: sign (1 + |m|)^k / (k scale), without the second factor across zero. */
  const gain = (feature: FittedPower, sign: 1 | -1): number => {
    const k = sign === 1 ? positive(feature) : negative(feature);
    const same = originIsPositive(feature) === (sign === 1);
    return inRange((sign * (same ? (1 + originOf(feature)) ** k : 1)) / (k * feature.scale));
  };
  const grown = tf.mul(
    tf.expm1(power),
    bySign(
      (feature) => gain(feature, 1),
      (feature) => gain(feature, -1),
    ),
  );
  // Across zero the curve of the origin is still to be taken off.
  const offset = ({ origin, ...feature }: FittedPower): number =>
    inRange(curve(origin, feature) / feature.scale);
  const across = bySign(
    (feature) => (originIsPositive(feature) ? 0 : offset(feature)),
    (feature) => (originIsPositive(feature) ? offset(feature) : 0),
  );
  return squash(tf.sub<tf.Tensor2D>(grown, across));
}
