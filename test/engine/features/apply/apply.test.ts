import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { applyFeatures, featureWidth, featuresWidth } from '../../../../src-main/engine/features/apply';
import { FeatureMatrix, takeRows } from '../../../../src-main/engine/features/apply/matrix';
import { squash } from '../../../../src-main/engine/features/apply/squash';
import { dateParts } from '../../../../src-main/contract/schemas/features';
import type { Fitted, FittedFeature } from '../../../../src-main/engine/features/fitted';
import { featureInputs, hostInputs } from '../../../../src-main/engine/features/host';
import type { HostInputs } from '../../../../src-main/engine/features/host';
import { inputTensors, startTensors } from '../../../../src-main/engine/features/tensors';

beforeAll(startTensors);

const fittedOf = (...features: FittedFeature[]): Fitted => ({
  formatVersion: 1,
  task: 'regression',
  features,
  target: { kind: 'number', column: 'y', mean: 0, deviation: 1 },
});

function rowsOf(fitted: Fitted, inputs: HostInputs): number[][] {
  return tf.tidy(() => {
    const matrix = applyFeatures(fitted, inputTensors(inputs));
    expect(matrix.shape[1]).toBe(featuresWidth(fitted));
    return matrix.arraySync();
  });
}

test('numbers are scaled, missing ones are the median and marked', () => {
  const fitted = fittedOf({ column: 'x', kind: 'number', center: 10, scale: 4, median: 11, indicator: true });
  const rows = rowsOf(fitted, {
    'number:0': { dtype: 'float32', values: Float32Array.of(10, 14, Number.NaN, -6) },
  });
  expect(rows).toEqual([
    [0, 0],
    [1, 0],
    [0.25, 1],
    [-4, 0],
  ]);
});

test('unscaled numbers are left as they are, but finite', () => {
  const fitted = fittedOf({ column: 'x', kind: 'number', center: 0, scale: 1, median: 2, indicator: false });
  const values = Float32Array.of(3750, -0.5, Number.NaN, Number.POSITIVE_INFINITY, -1e38);
  const rows = rowsOf(fitted, { 'number:0': { dtype: 'float32', values } });
  expect(rows).toEqual([[3750], [-0.5], [2], [1e6], [-1e6]]);
});

test('categories are one-hot, the unknown one first', () => {
  const fitted = fittedOf({ column: 'x', kind: 'category', vocabulary: ['', 'a', 'b'] });
  const frame = {
    rows: 4,
    columns: [
      {
        name: 'x',
        kind: 'text' as const,
        codes: Uint32Array.of(0, 1, 0xffffffff, 2),
        dictionary: ['b', 'never seen', 'a'],
      },
    ],
  };
  expect(rowsOf(fitted, hostInputs(fitted, frame))).toEqual([
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ]);
});

test('missing is unknown when training had no missing value', () => {
  const fitted = fittedOf({ column: 'x', kind: 'category', vocabulary: ['a'] });
  const column = { name: 'x', kind: 'text' as const, codes: Uint32Array.of(0xffffffff), dictionary: [] };
  expect(rowsOf(fitted, hostInputs(fitted, { rows: 1, columns: [column] }))).toEqual([[1, 0]]);
});

test('moments become cycles of their parts, as Date has them, and a standardised time', () => {
  const feature: FittedFeature = {
    column: 'x',
    kind: 'moment',
    parts: ['month-of-year', 'day-of-month', 'day-of-week', 'hour-of-day'],
    center: 11_000.25,
    scale: 4000,
    median: Date.UTC(2001, 1, 3, 4, 5, 6) / 1000,
    indicator: true,
  };
  const fitted = fittedOf(feature);
  const times = [
    Date.UTC(1999, 11, 31, 23, 59, 59),
    Date.UTC(2000, 1, 29, 12),
    Date.UTC(1969, 6, 20, 20, 17),
    null,
  ];
  const values = Float64Array.from(times, (time) => (time === null ? Number.NaN : time / 1000));
  const inputs = hostInputs(fitted, { rows: 4, columns: [{ name: 'x', kind: 'moment', values }] });
  expect(Object.keys(inputs)).toEqual(['moment:0:days', 'moment:0:second']);
  const rows = rowsOf(fitted, inputs);
  times.forEach((time, row) => {
    const milliseconds = time ?? feature.median * 1000;
    const date = new Date(milliseconds);
    const phases = [
      date.getUTCMonth() / 12,
      (date.getUTCDate() - 1) / 31,
      date.getUTCDay() / 7,
      (milliseconds / 86_400_000) % 1,
    ];
    const expected = phases.flatMap((share) => [
      Math.sin(2 * Math.PI * share),
      Math.cos(2 * Math.PI * share),
    ]);
    expected.push((milliseconds / 86_400_000 - 11_000.25) / 4000, time === null ? 1 : 0);
    expect(rows[row]?.length).toBe(featureWidth(feature));
    rows[row]?.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5));
  });
});

test('chosen parts of a moment are those that Date has', () => {
  const times = [
    Date.UTC(1999, 11, 31, 23, 59, 59),
    Date.UTC(2000, 1, 29, 12, 30),
    Date.UTC(2023, 1, 28),
    Date.UTC(1969, 6, 20, 20, 17),
    Date.UTC(2024, 8, 1, 0, 0),
  ];
  const fitted = (as: 'cyclic' | 'number' | 'one-hot'): Fitted =>
    fittedOf({
      kind: 'calendar',
      column: 'x',
      parts: [...dateParts],
      as,
      elapsed: null,
      years: { center: 2000, scale: 10 },
      median: 0,
      indicator: false,
    });
  const values = Float64Array.from(times, (time) => time / 1000);
  const frame = { rows: times.length, columns: [{ name: 'x', kind: 'moment' as const, values }] };
  const numbers = rowsOf(fitted('number'), hostInputs(fitted('number'), frame));
  const slots = rowsOf(fitted('one-hot'), hostInputs(fitted('one-hot'), frame));
  const circles = rowsOf(fitted('cyclic'), hostInputs(fitted('cyclic'), frame));
  times.forEach((time, row) => {
    const date = new Date(time);
    const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    const weekday = (date.getUTCDay() + 6) % 7;
    const parts: [value: number, size: number][] = [
      [Math.floor(date.getUTCMonth() / 3), 4],
      [date.getUTCMonth(), 12],
      [date.getUTCDate() - 1, 31],
      [weekday, 7],
      [date.getUTCHours(), 24],
      [date.getUTCMinutes(), 60],
    ];
    const year = (date.getUTCFullYear() - 2000) / 10;
    const flags = [weekday >= 5, date.getUTCDate() === 1, date.getUTCDate() === lastOfMonth].map(Number);
    const expected = [year, ...parts.map(([value, size]) => value / (size - 1)), ...flags];
    numbers[row]?.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5));
    const oneHot = parts.flatMap(([value, size]) =>
      Array.from({ length: size }, (_, i) => Number(i === value)),
    );
    expect(slots[row]?.slice(1)).toEqual([...oneHot, ...flags]);
    const minutes = date.getUTCMinutes() * 60 + date.getUTCSeconds();
    const turns = [
      ...parts.slice(0, 4).map(([value, size]) => value / size),
      (date.getUTCHours() * 3600 + minutes) / 86_400,
      minutes / 3600,
    ];
    const around = turns.flatMap((turn) => [Math.sin(2 * Math.PI * turn), Math.cos(2 * Math.PI * turn)]);
    circles[row]?.slice(1, 13).forEach((value, i) => expect(value).toBeCloseTo(around[i] ?? Number.NaN, 5));
  });
});

test('squashing leaves ordinary values alone, keeps the order and ends all infinity', () => {
  const values = [Number.NEGATIVE_INFINITY, -1e38, -1e6, -100, -10, -3.5, 0, 3.5, 10, 100, 1e38, Infinity];
  const squashed = tf.tidy(() => [...squash(tf.tensor1d(values)).dataSync()]);
  expect(squashed.slice(4, 9)).toEqual([-10, -3.5, 0, 3.5, 10]);
  expect(squashed[9]).toBeCloseTo(10 + Math.log(10), 5);
  expect(squashed.every(Number.isFinite)).toBe(true);
  expect(Math.max(...squashed)).toBeLessThan(80);
  squashed.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(squashed[i] ?? Infinity));
});

const anyFeature: fc.Arbitrary<FittedFeature> = fc
  .oneof(
    fc.record({
      column: fc.constant('n'),
      kind: fc.constant('number' as const),
      center: fc.float({ noNaN: true, min: -1e6, max: 1e6 }),
      scale: fc.float({ noNaN: true, min: Math.fround(1e-3), max: 1e6 }),
      median: fc.float({ noNaN: true, min: -1e6, max: 1e6 }),
      indicator: fc.boolean(),
    }),
    fc.record({
      column: fc.constant('c'),
      kind: fc.constant('category' as const),
      vocabulary: fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 5 }),
    }),
    fc.record({
      column: fc.constant('m'),
      kind: fc.constant('moment' as const),
      parts: fc.subarray(['month-of-year', 'day-of-month', 'day-of-week', 'hour-of-day'] as const),
      center: fc.float({ noNaN: true, min: -1e5, max: 1e5 }),
      scale: fc.float({ noNaN: true, min: Math.fround(0.1), max: 1e5 }),
      median: fc.double({ noNaN: true, min: -1e9, max: 1e10 }),
      indicator: fc.boolean(),
    }),
  )
  .map((feature) => ({ ...feature, ...('parts' in feature ? { parts: [...feature.parts] } : {}) }));

test('whatever comes in, what goes to the network is finite and as wide as promised', () => {
  const hostile = fc.oneof(
    fc.float(),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e38, -1e38, 1e-45, 0, -0, 3e9),
  );
  const rows = 6;
  const floats = fc.array(hostile, { minLength: rows, maxLength: rows });
  fc.assert(
    fc.property(fc.array(anyFeature, { minLength: 1, maxLength: 4 }), floats, floats, (features, a, b) => {
      const fitted = fittedOf(...features);
      const inputs: HostInputs = {};
      features.forEach((feature, index) => {
        featureInputs(feature, index).forEach(({ name, dtype }, part) => {
          const size = feature.kind === 'category' ? feature.vocabulary.length + 1 : 1;
          inputs[name] =
            dtype === 'int32'
              ? { dtype, values: Int32Array.from({ length: rows }, (_, i) => (i * 7) % size) }
              : { dtype, values: Float32Array.from(part === 0 ? a : b) };
        });
      });
      return rowsOf(fitted, inputs).every((row) => row.every(Number.isFinite));
    }),
    { numRuns: 200 },
  );
});

test('rows transformed at once and rows transformed when asked for are the same bits', async () => {
  const fitted = fittedOf(
    { column: 'x', kind: 'number', center: 0.3, scale: 0.7, median: 0.1, indicator: true },
    { column: 'c', kind: 'category', vocabulary: ['a', 'b'] },
  );
  const inputs: HostInputs = {
    'number:0': { dtype: 'float32', values: Float32Array.from({ length: 9000 }, (_, i) => Math.sin(i) * 30) },
    'category:1': { dtype: 'int32', values: Int32Array.from({ length: 9000 }, (_, i) => i % 3) },
  };
  const pause = async (): Promise<void> => undefined;
  const kept = await FeatureMatrix.make(fitted, inputs, 9000, pause);
  const lazy = await FeatureMatrix.make(fitted, inputs, 9000, pause, 0);
  const some = Int32Array.of(8999, 0, 4096, 4095, 17);
  expect(lazy.gather(some)).toEqual(kept.gather(some));
  expect(lazy.slice(4000, 4200)).toEqual(kept.slice(4000, 4200));
  const taken = await FeatureMatrix.make(fitted, takeRows(inputs, some), 5, pause);
  expect(taken.slice(0, 5)).toEqual(kept.gather(some));
});

test('a frame without a column, or with one of another kind, is refused', () => {
  const fitted = fittedOf({ column: 'x', kind: 'number', center: 0, scale: 1, median: 0, indicator: false });
  expect(() => hostInputs(fitted, { rows: 0, columns: [] })).toThrow(
    expect.objectContaining({ code: 'CONTRACT_MISMATCH' }),
  );
  const text = { name: 'x', kind: 'text' as const, codes: new Uint32Array(1), dictionary: ['a'] };
  expect(() => hostInputs(fitted, { rows: 1, columns: [text] })).toThrow(
    expect.objectContaining({ code: 'CONTRACT_MISMATCH' }),
  );
});
