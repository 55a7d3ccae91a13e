import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimate } from '../../../src-renderer/logic/decimate';

const curves = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 })
  .map((values) => values.map((y, x) => ({ x, y })));

test('a thinned curve is short, in order, and keeps its ends and extremes', () => {
  fc.assert(
    fc.property(curves, fc.integer({ min: 4, max: 500 }), (points, limit) => {
      const kept = decimate(points, limit);
      expect(kept.length).toBeLessThanOrEqual(Math.max(limit + 2, 4));
      kept.forEach((point, i) => {
        if (i > 0) expect(point.x).toBeGreaterThan(kept[i - 1]?.x ?? Infinity);
      });
      expect(kept[0]).toBe(points[0]);
      expect(kept.at(-1)).toBe(points.at(-1));
      const extreme = (list: readonly { y: number }[], pick: (a: number, b: number) => number): number =>
        list.reduce((best, { y }) => pick(best, y), list[0]?.y ?? NaN);
      expect(extreme(kept, Math.max)).toBe(extreme(points, Math.max));
      expect(extreme(kept, Math.min)).toBe(extreme(points, Math.min));
    }),
    { numRuns: 60 },
  );
});

test('a short curve stays as it is', () => {
  const points = [
    { x: 1, y: 2 },
    { x: 2, y: 1 },
  ];
  expect(decimate(points, 10)).toBe(points);
});
