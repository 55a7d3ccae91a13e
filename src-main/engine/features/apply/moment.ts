import * as tf from '@tensorflow/tfjs-core';
import type { FittedMoment } from '../fitted';
import { secondsOfDay } from '../host';
import { civilFromDays, firstDay, lastDay } from './calendar';
import { fillMissing, missingIndicator } from './number';
import { squash } from './squash';

type Part = FittedMoment['parts'][number];

/** Sine and cosine of each part, the standardised time, and 1 where missing if training had missing ones. */
export function momentWidth(feature: FittedMoment): number {
  return 2 * feature.parts.length + 1 + (feature.indicator ? 1 : 0);
}

/** Length of each cycle, in the unit in which `phase` counts. */
const period: Record<Part, number> = {
  'month-of-year': 12,
  'day-of-month': 31,
  'day-of-week': 7,
  'hour-of-day': secondsOfDay,
};

/**
 * @param days [n] whole days since 1970 (UTC), NaN for missing. @param second [n] seconds of the day from 0 to
 * 86,400, NaN for missing. @returns columns of [n, 1], `momentWidth` in all.
 */
export function applyMoment(feature: FittedMoment, days: tf.Tensor1D, second: tf.Tensor1D): tf.Tensor2D[] {
  const medianDay = Math.floor(feature.median / secondsOfDay);
  const medianSecond = feature.median - medianDay * secondsOfDay;
  // Outside the calendar's range a date is taken as its first or last day, so that sums stay exact.
  const day = tf.clipByValue(fillMissing(days, medianDay), firstDay, lastDay);
  const time = tf.clipByValue(fillMissing(second, medianSecond), 0, secondsOfDay);
  const civil = civilFromDays(day);
  const phase: Record<Part, tf.Tensor1D> = {
    'month-of-year': civil.month,
    'day-of-month': civil.day,
    'day-of-week': civil.weekday,
    'hour-of-day': time,
  };
  const columns = feature.parts.flatMap((part) => {
    const angle = tf.mul(phase[part], (2 * Math.PI) / period[part]);
    return [tf.sin(angle), tf.cos(angle)].map((column) => tf.expandDims<tf.Tensor2D>(column, 1));
  });
  // The center is taken off before the fraction of the day is added, for float32 holds few digits beside it.
  const fromCenter = tf.add(tf.sub(day, feature.center), tf.div(time, secondsOfDay));
  const standardised = tf.div<tf.Tensor1D>(fromCenter, feature.scale);
  columns.push(tf.expandDims<tf.Tensor2D>(squash(standardised), 1));
  if (feature.indicator) columns.push(missingIndicator(days));
  return columns;
}
