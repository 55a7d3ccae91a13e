import * as tf from '@tensorflow/tfjs-core';

/**
 * Civil dates from days since 1970-01-01 (proleptic Gregorian), in float32 tensor operations that are exact:
 * Howard Hinnant's `civil_from_days` (howardhinnant.github.io/date_algorithms.html), where every integer
 * division is floor((x + 0.5) / d). For whole x below 2^22 the half keeps the quotient at least 0.5 / d away
 * from a whole number, which is more than float32 rounding can move it.
 */

/** 0001-01-01 and 9999-12-31: also what keeps every intermediate value below 2^22. */
export const firstDay = -719_162;
export const lastDay = 2_932_896;

/** Days from 0000-03-01, where the algorithm's eras begin, to 1970-01-01. */
const daysBeforeEpoch = 719_468;
const daysOfEra = 146_097;

/** floor(x / d) for whole 0 <= x < 2^22. */
export function wholeQuotient(x: tf.Tensor1D, d: number): tf.Tensor1D {
  return tf.floor(tf.div(tf.add(x, 0.5), d));
}

/** x - d * floor(x / d) for whole 0 <= x < 2^22. */
function remainder(x: tf.Tensor1D, d: number): tf.Tensor1D {
  return tf.sub(x, tf.mul(wholeQuotient(x, d), d));
}

export interface CivilParts {
  /** From 1 to 9999. */
  year: tf.Tensor1D;
  /** 0 for January to 11. */
  month: tf.Tensor1D;
  /** 0 for the first of the month to 30. */
  day: tf.Tensor1D;
  /** 0 for Sunday to 6. */
  weekday: tf.Tensor1D;
}

/** @param days [n] whole days since 1970-01-01, from `firstDay` to `lastDay`, none NaN. */
export function civilFromDays(days: tf.Tensor1D): CivilParts {
  const z: tf.Tensor1D = tf.add(days, daysBeforeEpoch);
  const dayOfEra = remainder(z, daysOfEra);
  const leapDays = tf.add(
    tf.sub(wholeQuotient(dayOfEra, 1460), wholeQuotient(dayOfEra, 36_524)),
    wholeQuotient(dayOfEra, 146_096),
  );
  const yearOfEra = wholeQuotient(tf.sub(dayOfEra, leapDays), 365);
  const daysBeforeYear = tf.sub(
    tf.add(tf.mul(yearOfEra, 365), wholeQuotient(yearOfEra, 4)),
    wholeQuotient(yearOfEra, 100),
  );
  const dayOfYear: tf.Tensor1D = tf.sub(dayOfEra, daysBeforeYear);
  const monthFromMarch = wholeQuotient(tf.add(tf.mul(dayOfYear, 5), 2), 153);
  const daysBeforeMonth = wholeQuotient(tf.add(tf.mul(monthFromMarch, 153), 2), 5);
  const month = remainder(tf.add(monthFromMarch, 2), 12);
  // The year of the algorithm begins in March.
  const isBeforeMarch = tf.cast(tf.less(month, 2), 'float32');
  const yearFromMarch = tf.add(tf.mul(wholeQuotient(z, daysOfEra), 400), yearOfEra);
  return {
    year: tf.add(yearFromMarch, isBeforeMarch),
    month,
    day: tf.sub(dayOfYear, daysBeforeMonth),
    // 0000-03-01 was a Wednesday.
    weekday: remainder(tf.add(z, 3), 7),
  };
}
