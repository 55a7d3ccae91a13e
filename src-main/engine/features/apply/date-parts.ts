import * as tf from '@tensorflow/tfjs-core';
import type { DatePart } from '../../../contract/schemas/features';
import type { FittedCalendar } from '../fitted';
import { secondsOfDay } from '../host';
import { asMatrix } from '../tensors';
import { civilFromDays, firstDay, lastDay, wholeQuotient } from './calendar';
import { fillMissing, missingIndicator } from './number';
import { squash } from './squash';

/** Values that a part takes, from 0; null for the year, which has no end, and 2 for what is or is not. */
export const partSizes: Record<DatePart, number | null> = {
  year: null,
  quarter: 4,
  month: 12,
  day: 31,
  weekday: 7,
  hour: 24,
  minute: 60,
  weekend: 2,
  'month-start': 2,
  'month-end': 2,
};

function partWidth(part: DatePart, as: FittedCalendar['as']): number {
  const size = partSizes[part];
  if (size === null || size === 2 || as === 'number') return 1;
  return as === 'cyclic' ? 2 : size;
}

/** The parts, the standardised time if asked for, and 1 where missing if training had missing ones. */
export function calendarWidth({ parts, as, elapsed, indicator }: FittedCalendar): number {
  const widths = parts.map((part) => partWidth(part, as));
  return widths.reduce((sum, width) => sum + width, 0) + (elapsed === null ? 0 : 1) + (indicator ? 1 : 0);
}

const asFloat = (is: tf.Tensor): tf.Tensor1D => tf.cast(is, 'float32') as tf.Tensor1D;

/** Every part as a whole number from 0 (the year as it is), and the share of its cycle, for hour and minute running. */
function partsOf(
  day: tf.Tensor1D,
  time: tf.Tensor1D,
): Record<DatePart, { value: tf.Tensor1D; turn?: tf.Tensor1D }> {
  const civil = civilFromDays(day);
  const second = tf.floor<tf.Tensor1D>(time);
  const hour = tf.minimum<tf.Tensor1D>(wholeQuotient(second, 3600), 23);
  const minutes = wholeQuotient(second, 60);
  const minute = tf.minimum<tf.Tensor1D>(tf.sub(minutes, tf.mul(hour, 60)), 59);
  // Monday is 0, as ISO counts.
  const weekday = tf.sub<tf.Tensor1D>(
    tf.add(civil.weekday, 6),
    tf.mul(asFloat(tf.greater(civil.weekday, 0)), 7),
  );
  return {
    year: { value: civil.year },
    quarter: { value: wholeQuotient(civil.month, 3) },
    month: { value: civil.month },
    day: { value: civil.day },
    weekday: { value: weekday },
    hour: { value: hour, turn: tf.div(time, secondsOfDay) },
    minute: { value: minute, turn: tf.div(tf.sub(time, tf.mul(hour, 3600)), 3600) },
    weekend: { value: asFloat(tf.greaterEqual(weekday, 5)) },
    'month-start': { value: asFloat(tf.equal(civil.day, 0)) },
    'month-end': { value: asFloat(tf.equal(civilFromDays(tf.add(day, 1)).day, 0)) },
  };
}

const column = (x: tf.Tensor1D): tf.Tensor2D => tf.expandDims(x, 1);

/**
 * @param days [n] whole days since 1970 (UTC), NaN for missing. @param second [n] seconds of the day, NaN for missing.
 * @returns columns of [n, k], `calendarWidth` in all: each part as sine and cosine, as a number from 0 to 1, or one-hot.
 */
export function applyCalendar(
  feature: FittedCalendar,
  days: tf.Tensor1D,
  second: tf.Tensor1D,
): tf.Tensor2D[] {
  const medianDay = Math.floor(feature.median / secondsOfDay);
  const day = tf.clipByValue(fillMissing(days, medianDay), firstDay, lastDay);
  const median = feature.median - medianDay * secondsOfDay;
  const time = tf.clipByValue(fillMissing(second, median), 0, secondsOfDay);
  const parts = partsOf(day, time);
  const columns = feature.parts.flatMap((part): tf.Tensor2D[] => {
    const { value, turn } = parts[part];
    const size = partSizes[part];
    if (size === null) {
      const { center, scale } = feature.years;
      return [column(squash(tf.div<tf.Tensor1D>(tf.sub(value, center), scale)))];
    }
    if (size === 2) return [column(value)];
    if (feature.as === 'number') return [column(tf.div(value, size - 1))];
    if (feature.as === 'one-hot') {
      return [asMatrix(tf.oneHot(tf.cast(value, 'int32'), size, 1, 0, 'float32'))];
    }
    const angle = tf.mul<tf.Tensor1D>(turn ?? tf.div(value, size), 2 * Math.PI);
    return [column(tf.sin(angle)), column(tf.cos(angle))];
  });
  if (feature.elapsed !== null) {
    const { center, scale } = feature.elapsed;
    // The center is taken off before the fraction of the day is added, for float32 holds few digits beside it.
    const fromCenter = tf.add(tf.sub(day, center), tf.div(time, secondsOfDay));
    columns.push(column(squash(tf.div<tf.Tensor1D>(fromCenter, scale))));
  }
  if (feature.indicator) columns.push(missingIndicator(days));
  return columns;
}
