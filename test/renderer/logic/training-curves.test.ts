import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientBins, smallestGradient, weightBins } from '../../../src-main/contract';
import type { LayerHistory } from '../../../src-main/contract';
import { endWords } from '../../../src-renderer/logic/announcements';
import { curveScale } from '../../../src-renderer/logic/curve-scale';
import { gradientRidges, weightRidges } from '../../../src-renderer/logic/layer-pictures';
import { pointAt, smoothed, within } from '../../../src-renderer/logic/smoothing';
import { followedMetrics, metricPoints } from '../../../src-renderer/logic/training-metrics';
import { session } from '../support/fixtures';

const curve = (values: readonly number[]) => values.map((y, place) => ({ x: place + 1, y }));
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('smoothing', () => {
  test('law: a flat curve stays flat, and an average lies between the least and the most', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (values) => {
        const low = Math.min(...values);
        const high = Math.max(...values);
        const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
        const averages = smoothed(curve(values));
        expect(averages[0]?.y).toBeCloseTo(values[0] ?? 0, 6);
        for (const { y } of averages) {
          expect(y).toBeGreaterThanOrEqual(low - slack);
          expect(y).toBeLessThanOrEqual(high + slack);
        }
      }),
    );
  });

  test('the weights are those of the moving average that Adam corrects: 1, then 0.9 to 1', () => {
    expect(smoothed(curve([1, 2])).map(({ y }) => y)).toEqual([1, expect.closeTo((0.09 + 0.2) / 0.19, 12)]);
  });

  test('law: what is within a stretch is what lies there, with a neighbour on either side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: -5, max: 55 }),
        fc.integer({ min: 0, max: 60 }),
        (length, from, width) => {
          const points = curve(Array.from({ length }, () => 1));
          const xs = within(points, from, from + width).map(({ x }) => x);
          const inside = points.map(({ x }) => x).filter((x) => x >= from && x <= from + width);
          for (const x of inside) expect(xs).toContain(x);
          expect(xs.length).toBeLessThanOrEqual(inside.length + 2);
        },
      ),
    );
  });

  test('the point at an epoch is the last one before it where it has none of its own', () => {
    const points = [
      { x: 1, y: 5 },
      { x: 4, y: 7 },
    ];
    expect([0, 1, 3, 4, 9].map((x) => pointAt(points, x)?.x ?? null)).toEqual([null, 1, 1, 4, 4]);
  });
});

test('a log scale has round ticks and leaves out what it cannot show', () => {
  const { at, ticks, isCut } = curveScale([0.001, 0.1, 10, 0, -3, Number.NaN], 100, 0, true);
  expect(ticks).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(isCut).toBe(false);
  expect(at(0.1) - at(1)).toBeCloseTo(at(1) - at(10), 9);
  expect(curveScale([2, 4], 100, 0, true).ticks).toEqual([2]);
  expect(curveScale([], 100, 0, true).ticks.length).toBeGreaterThan(0);
});

test('a few wild epochs do not flatten a curve; it is said that they are cut', () => {
  const values = [...Array.from({ length: 200 }, (_, place) => 1 / (place + 1)), 5000];
  const { isCut, at } = curveScale(values, 100, 0, false);
  expect(isCut).toBe(true);
  expect(at(1)).toBeLessThan(60);
});

const history = (layers: LayerHistory['readings'][number]['layers'][]): LayerHistory => ({
  formatVersion: 1,
  layers: [{ name: 'a', kind: 'Dense', weights: 4, units: 1 }],
  every: 1,
  readings: layers.map((layer, place) => ({ epoch: place + 1, layers: layer })),
});
const bins = (length: number, at: Record<number, number>): number[] =>
  Array.from({ length }, (_, place) => at[place] ?? 0);
const reading = (reach: number, weights: Record<number, number>, gradients: Record<number, number>) => ({
  gradientNorm: 1,
  weightNorm: 1,
  updateRatio: 0.001,
  silent: 0,
  weights: { reach, counts: bins(weightBins, weights) },
  gradients: { counts: bins(gradientBins, gradients), zeros: 1 },
});

test('weights of different reach stand on one axis, each where it was', () => {
  // In both readings half of the weights lie in [0, 1/16) and half in [1/2, 9/16).
  const { ridges, from, to } = weightRidges(
    history([[reading(1, { 16: 2, 24: 2 }, {})], [reading(4, { 16: 2, 18: 2 }, {})]]),
    0,
  );
  expect([from, to]).toEqual([-4, 4]);
  expect(
    ridges.map(({ shares }) =>
      shares.map((share, place) => [place, share]).filter(([, share]) => share !== 0),
    ),
  ).toEqual([
    [
      [16, 0.5],
      [18, 0.5],
    ],
    [
      [16, 0.5],
      [18, 0.5],
    ],
  ]);
});

test('gradients are shown where there are any, as shares of all', () => {
  const { ridges, from, to } = gradientRidges(history([[reading(1, {}, { 10: 2, 12: 1 })]]), 0);
  expect(from).toBeCloseTo((smallestGradient + 2 * 9) * Math.log10(2), 9);
  expect(to).toBeCloseTo((smallestGradient + 2 * 14) * Math.log10(2), 9);
  expect(ridges[0]?.shares).toEqual([0, 0.5, 0, 0.25, 0]);
});

test('scores are taken from where they are', () => {
  const metrics = { accuracy: 0.5, f1: 0.4, roc_auc: null, log_loss: 1 };
  const points = [
    {
      epoch: 1,
      trainLoss: 1,
      validationLoss: 1,
      validationScore: 0.6,
      trainMetrics: metrics,
      validationMetrics: metrics,
    },
    { epoch: 2, trainLoss: 1, validationLoss: 1, validationScore: 0.7 },
  ];
  expect(metricPoints(points, 'accuracy', 'validation')).toEqual([
    { x: 1, y: 0.6 },
    { x: 2, y: 0.7 },
  ]);
  expect(metricPoints(points, 'f1', 'train')).toEqual([{ x: 1, y: 0.4 }]);
  expect(metricPoints(points, 'roc_auc', 'train')).toEqual([]);
  expect(followedMetrics('regression')[0]).toBe('r2');
});

test('the end of a session is told, but for one that was cancelled', () => {
  const metrics = { accuracy: 0.912, f1: 0.9, roc_auc: 0.95, log_loss: 0.2 };
  const ended = { ...session, name: 'Run 2', target: 'price' };
  expect(
    endWords({ ...ended, state: 'done' }, { metrics: { validation: metrics, test: metrics } }),
  ).toMatchObject({
    title: 'Run 2 is trained.',
    body: expect.stringContaining('price') as string,
  });
  expect(
    endWords({ ...ended, state: 'failed', error: { code: 'LOSS_NOT_FINITE', message: 'NaN.' } }, null),
  ).toEqual({ title: 'Run 2 failed.', body: 'NaN.' });
  expect(endWords({ ...ended, state: 'cancelled' }, null)).toBeNull();
});
