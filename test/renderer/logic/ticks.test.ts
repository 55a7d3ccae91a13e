import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linear, niceRange, ticks } from '../../../src-renderer/logic/ticks';

const ranges = fc
  .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 1e-6, max: 1e9, noNaN: true }))
  .map(([low, span]) => [low, low + span] as const)
  .filter(([low, high]) => high - low > Math.abs(low) * 1e-6);

describe('ticks', () => {
  test.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 43, [0, 10, 20, 30, 40]],
    [-3, 7, [-2, 0, 2, 4, 6]],
    [5, 5, [5]],
  ])('from %d to %d', (low, high, expected) => expect(ticks(low, high)).toEqual(expected));

  test('ticks ascend, stay inside, and are neither few nor many', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 2, max: 10 }), ([low, high], wanted) => {
        const values = ticks(low, high, wanted);
        const margin = (high - low) * 1e-5;
        expect(values.length).toBeGreaterThanOrEqual(1);
        expect(values.length).toBeLessThanOrEqual(wanted * 2 + 1);
        values.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(low - margin);
          expect(value).toBeLessThanOrEqual(high + margin);
          if (i > 0) expect(value).toBeGreaterThan(values[i - 1] ?? NaN);
        });
      }),
    );
  });

  test('a nice range holds the range and is not much wider', () => {
    fc.assert(
      fc.property(ranges, ([low, high]) => {
        const [from, to] = niceRange(low, high);
        const margin = (high - low) * 1e-5;
        expect(from).toBeLessThanOrEqual(low + margin);
        expect(to).toBeGreaterThanOrEqual(high - margin);
        expect(to - from).toBeLessThanOrEqual((high - low) * 3);
      }),
    );
    expect(niceRange(5, 5)).toEqual([4.5, 5.5]);
    expect(niceRange(0, 0)).toEqual([-1, 1]);
  });

  test('a linear scale meets its ends', () => {
    const scale = linear(2, 4, 100, 0);
    expect([scale(2), scale(3), scale(4)]).toEqual([100, 50, 0]);
    expect(linear(1, 1, 0, 10)(1)).toBe(5);
  });
});
