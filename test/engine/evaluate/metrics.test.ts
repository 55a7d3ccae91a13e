import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  classificationMetricsSchema,
  regressionMetricsSchema,
} from '../../../src-main/contract/schemas/runs';
import { confusionMatrix } from '../../../src-main/engine/evaluate/curves';
import { classificationMetrics, metrics, regressionMetrics } from '../../../src-main/engine/evaluate/metrics';
import { mostProbable } from '../../../src-main/engine/evaluate/predict';

const fixture = z
  .object({
    classification: z.array(
      z.object({
        classes: z.number(),
        actual: z.array(z.number()),
        probabilities: z.array(z.number()),
        expected: classificationMetricsSchema,
        confusion: z.array(z.array(z.number())),
      }),
    ),
    regression: z.array(
      z.object({
        actual: z.array(z.number()),
        predicted: z.array(z.number()),
        expected: regressionMetricsSchema,
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../fixtures/metrics/scikit-learn.json', import.meta.url), 'utf8')),
  );

function expectClose(actual: Record<string, number | null>, expected: Record<string, number | null>): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    if (value === null) expect(actual[name], name).toBeNull();
    else {
      const difference = Math.abs((actual[name] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
      expect(difference, `${name}: ${actual[name]} instead of ${value}`).toBeLessThan(1e-12);
    }
  }
}

describe('scores are those of scikit-learn', () => {
  test.each(fixture.classification)('$classes classes, expected $expected', (rows) => {
    const predicted = mostProbable(rows.probabilities, rows.classes);
    expectClose(classificationMetrics({ ...rows, predicted }), rows.expected);
    expect(confusionMatrix({ ...rows, predicted })).toEqual(rows.confusion);
  });

  test.each(fixture.regression)('numbers, expected $expected', ({ expected, ...rows }) => {
    expectClose(regressionMetrics(rows), expected);
  });
});

test('every score of the contract is registered once, with its direction', () => {
  const names = [
    ...Object.keys(classificationMetricsSchema.shape),
    ...Object.keys(regressionMetricsSchema.shape),
  ];
  expect(metrics.map(({ name }) => name)).toEqual(names);
  const lower = metrics.filter(({ direction }) => direction === 'lower').map(({ name }) => name);
  expect(lower).toEqual(['log_loss', 'rmse', 'mae']);
});

test('a row of a class that training never saw is wrong, and costs as much as probability zero', () => {
  const seen = {
    classes: 2,
    actual: [0, 1, 1],
    predicted: [0, 1, 0],
    probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4],
  };
  const unseen = {
    classes: 2,
    actual: [...seen.actual, -1],
    predicted: [...seen.predicted, 1],
    probabilities: [...seen.probabilities, 0.3, 0.7],
  };
  expect(classificationMetrics(unseen).accuracy).toBe(2 / 4);
  // One false positive more: 2 * 1 / (2 * 1 + 1 + 1).
  expect(classificationMetrics(unseen).f1).toBe(0.5);
  expect(classificationMetrics(unseen).log_loss).toBeCloseTo(
    (3 * classificationMetrics(seen).log_loss - Math.log(2 ** -52)) / 4,
    12,
  );
});

const ranked = fc.array(fc.record({ positive: fc.boolean(), score: fc.integer({ min: 0, max: 8 }) }), {
  minLength: 2,
  maxLength: 60,
});

test('the ROC area is the share of pairs in the right order, ties counting half', () => {
  fc.assert(
    fc.property(ranked, (rows) => {
      const positives = rows.filter(({ positive }) => positive);
      const negatives = rows.filter(({ positive }) => !positive);
      const { roc_auc } = classificationMetrics({
        classes: 2,
        actual: rows.map(({ positive }) => Number(positive)),
        predicted: rows.map(() => 0),
        probabilities: rows.flatMap(({ score }) => [1 - score / 8, score / 8]),
      });
      if (positives.length === 0 || negatives.length === 0) return roc_auc === null;
      const wins = positives.flatMap((p) =>
        negatives.map((n): number => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)),
      );
      const expected = wins.reduce((sum, win) => sum + win, 0) / wins.length;
      return roc_auc !== null && Math.abs(roc_auc - expected) < 1e-12;
    }),
  );
});
