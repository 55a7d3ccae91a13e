import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { civilFromDays, firstDay, lastDay } from '../../../../src-main/engine/features/apply/calendar';
import { startTensors } from '../../../../src-main/engine/features/tensors';

beforeAll(startTensors);

/** Days whose month, day or weekday differs from what Date says. */
function wrongDays(days: number[]): number[] {
  const [month, day, weekday] = tf.tidy(() => {
    const parts = civilFromDays(tf.tensor1d(days, 'float32'));
    return [parts.month, parts.day, parts.weekday].map((part) => part.dataSync());
  });
  return days.filter((number, i) => {
    const date = new Date(number * 86_400_000);
    return (
      month?.[i] !== date.getUTCMonth() ||
      day?.[i] !== date.getUTCDate() - 1 ||
      weekday?.[i] !== date.getUTCDay()
    );
  });
}

test('every day from 1600 to 2400 is as Date has it', () => {
  const first = Date.UTC(1600, 0, 1) / 86_400_000;
  const last = Date.UTC(2400, 11, 31) / 86_400_000;
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  expect(days.length).toBe(292_560);
  expect(wrongDays(days)).toEqual([]);
});

test('the whole range of the calendar, at its ends and at every 97th day', () => {
  expect(new Date(firstDay * 86_400_000).toISOString()).toBe('0001-01-01T00:00:00.000Z');
  expect(new Date(lastDay * 86_400_000).toISOString()).toBe('9999-12-31T00:00:00.000Z');
  const days = Array.from({ length: Math.floor((lastDay - firstDay) / 97) + 1 }, (_, i) => firstDay + 97 * i);
  expect(wrongDays([...days, lastDay])).toEqual([]);
});
