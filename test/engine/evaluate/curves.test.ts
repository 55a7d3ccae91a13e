import { expect, test } from 'vitest';
import { rocCurves, scatterPoints, thin } from '../../../src-main/engine/evaluate/curves';
import { classificationMetrics } from '../../../src-main/engine/evaluate/metrics';
import { mostProbable } from '../../../src-main/engine/evaluate/predict';
import { Random } from '../../../src-main/engine/random';

function randomRows(rows: number, classes: number) {
  const random = new Random(9, 'curves');
  const actual = Array.from({ length: rows }, () => random.below(classes));
  const probabilities = actual.flatMap((truth) => {
    const weights = Array.from({ length: classes }, (_, k) => random.next() + (k === truth ? 0.4 : 0));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
  return { classes, actual, probabilities, predicted: mostProbable(probabilities, classes) };
}

test('a ROC curve has at most 200 points, goes from corner to corner and never falls', () => {
  const rows = randomRows(3000, 3);
  const curves = rocCurves(['a', 'b', 'c'], rows);
  expect(curves.map((curve) => curve.class)).toEqual(['a', 'b', 'c']);
  for (const { points } of curves) {
    expect(points).toHaveLength(200);
    expect(points[0]).toEqual([0, 0]);
    expect(points.at(-1)).toEqual([1, 1]);
    points.slice(1).forEach(([x, y], i) => {
      expect(x).toBeGreaterThanOrEqual(points[i]?.[0] ?? 2);
      expect(y).toBeGreaterThanOrEqual(points[i]?.[1] ?? 2);
    });
  }
  const mean = curves.reduce((sum, { auc }) => sum + auc, 0) / 3;
  expect(mean).toBeCloseTo(classificationMetrics(rows).roc_auc ?? Number.NaN, 12);
});

test('two classes have one curve, of the second; a class that is absent has none', () => {
  expect(rocCurves(['no', 'yes'], randomRows(50, 2)).map((curve) => curve.class)).toEqual(['yes']);
  const rows = { classes: 3, actual: [0, 1], predicted: [0, 1], probabilities: [1, 0, 0, 0, 1, 0] };
  expect(rocCurves(['a', 'b', 'c'], rows).map((curve) => curve.class)).toEqual(['a', 'b']);
});

test('a scatter plot shows at most 2,000 rows, the same ones each time', () => {
  const actual = Array.from({ length: 5000 }, (_, row) => row);
  const rows = { actual, predicted: actual.map((y) => y + 0.5) };
  const points = scatterPoints(rows);
  expect(points).toHaveLength(2000);
  expect(new Set(points.map(([x]) => x)).size).toBe(2000);
  expect(points.every(([x, y]) => y === x + 0.5)).toBe(true);
  expect(scatterPoints(rows)).toEqual(points);
  expect(scatterPoints({ actual: [1, 2], predicted: [3, 4] })).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test('thinning keeps the first and the last', () => {
  expect(thin([1, 2, 3], 5)).toEqual([1, 2, 3]);
  expect(thin([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual([0, 5, 10]);
});
