import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveFirst, moveSecond } from '../../../src-renderer/logic/split';

const hundredths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((value) => value / 100);
const shares = fc
  .tuple(hundredths(1, 50), hundredths(1, 50))
  .map(([validation, test_]) => ({ validation, test: test_ }))
  .filter(({ validation, test: share }) => validation + share <= 0.9);
const borders = fc.double({ min: -0.5, max: 1.5, noNaN: true });

describe('split', () => {
  test('moving a border leaves every part within what the recipe allows', () => {
    fc.assert(
      fc.property(shares, borders, (before, border) => {
        for (const after of [moveFirst(before, border), moveSecond(before, border)]) {
          expect(after.validation).toBeGreaterThanOrEqual(0.01);
          expect(after.validation).toBeLessThanOrEqual(0.5);
          expect(after.test).toBeGreaterThanOrEqual(0.01);
          expect(after.test).toBeLessThanOrEqual(0.5);
          expect(1 - after.validation - after.test).toBeGreaterThan(0.099);
        }
      }),
    );
  });

  test('the part beyond the border stays as it is', () => {
    fc.assert(
      fc.property(shares, borders, (before, border) => {
        expect(moveFirst(before, border).test).toBe(before.test);
        const after = moveSecond(before, border);
        expect(after.validation + after.test).toBeCloseTo(before.validation + before.test, 6);
      }),
    );
  });

  test('a border goes where it is put', () => {
    expect(moveFirst({ validation: 0.16, test: 0.2 }, 0.7)).toEqual({ validation: 0.1, test: 0.2 });
    expect(moveSecond({ validation: 0.16, test: 0.2 }, 0.75)).toEqual({ validation: 0.11, test: 0.25 });
  });
});
