import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquaredTest, kolmogorovSmirnov } from '../../../../src-main/engine/data/profile/drift-tests';
import { measures } from '../../../../src-main/engine/data/profile/measures';
import { cramersV } from '../../../../src-main/engine/data/profile/measures/cramers-v';
import { cramersVCorrected } from '../../../../src-main/engine/data/profile/measures/cramers-v-corrected';
import { pearson } from '../../../../src-main/engine/data/profile/measures/pearson';
import { spearman } from '../../../../src-main/engine/data/profile/measures/spearman';
import { predictsClasses, predictsNumbers } from '../../../../src-main/engine/data/profile/predictive';
import { stabilityIndex } from '../../../../src-main/engine/data/profile/stability';
import { comparedNumbers, comparedWords } from './support';

const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -1000, max: 1000 }).map((value) => value / 8) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const pairs = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 60 });
const words = fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.integer({ min: -1, max: 3 })), {
  minLength: 2,
  maxLength: 80,
});
const left = (list: readonly (readonly [number, number])[]): number[] => list.map(([a]) => a);
const right = (list: readonly (readonly [number, number])[]): number[] => list.map(([, b]) => b);

describe.each(measures)('$name', ({ name, between }) => {
  const least = name === 'pearson' || name === 'spearman' ? -1 : 0;

  test('is the same both ways and within its range', () => {
    fc.assert(
      fc.property(pairs, words, (numbers, categories) => {
        const cases = [
          [comparedNumbers(left(numbers)), comparedNumbers(right(numbers))],
          [comparedWords(left(categories)), comparedWords(right(categories))],
        ] as const;
        for (const [a, b] of cases) {
          const value = between(a, b);
          const back = between(b, a);
          if (value === null || back === null) expect(value).toBe(back);
          else {
            expect(value).toBeCloseTo(back, 10);
            expect(value).toBeGreaterThanOrEqual(least);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (numbers, keys) => {
        const shuffled = numbers
          .map((pair, i) => ({ pair, key: keys[i] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ pair }) => pair);
        const value = between(comparedNumbers(left(numbers)), comparedNumbers(right(numbers)));
        const other = between(comparedNumbers(left(shuffled)), comparedNumbers(right(shuffled)));
        if (value === null || other === null) expect(value).toBe(other);
        else expect(value).toBeCloseTo(other, 9);
      }),
    );
  });
});

test('Spearman asks for order only, Pearson for a straight line', () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0.5, max: 20, noNaN: true }), (list, factor) => {
      const [a, b] = [comparedNumbers(left(list)), comparedNumbers(right(list))];
      const grown = comparedNumbers(right(list).map((value) => Math.exp(value / 100) + value ** 3));
      const turned = comparedNumbers(right(list).map((value) => 7 - factor * value));
      const before = spearman.between(a, b);
      if (before !== null) expect(spearman.between(a, grown)).toBeCloseTo(before, 10);
      const straight = pearson.between(a, b);
      if (straight !== null) expect(pearson.between(a, turned)).toBeCloseTo(-straight, 6);
    }),
  );
});

test('numbers far from zero, and very large ones, keep their correlation', () => {
  const x = Array.from({ length: 200 }, (_, i) => Math.sin(i));
  const y = x.map((value, i) => value + Math.cos(3 * i));
  const plain = pearson.between(comparedNumbers(x), comparedNumbers(y)) ?? Number.NaN;
  const moved = comparedNumbers(x.map((value) => value + 1e9));
  expect(pearson.between(moved, comparedNumbers(y))).toBeCloseTo(plain, 5);
  const huge = comparedNumbers(x.map((value) => value * 1.7e308));
  expect(pearson.between(huge, comparedNumbers(y))).toBeCloseTo(plain, 9);
});

test("Cramér's V is 1 for renamed categories, and less after the correction", () => {
  fc.assert(
    fc.property(words, (list) => {
      const a = comparedWords(left(list));
      const renamed = comparedWords(left(list).map((code) => (code < 0 ? -1 : 4 - code)));
      const value = cramersV.between(a, renamed);
      if (value !== null) expect(value).toBeCloseTo(1, 10);
      const b = comparedWords(right(list));
      const [plain, corrected] = [cramersV.between(a, b), cramersVCorrected.between(a, b)];
      if (plain !== null && corrected !== null && plain < 0.5)
        expect(corrected).toBeLessThanOrEqual(plain + 1e-9);
    }),
  );
});

test('stability index is symmetric, never negative, and 0 for equal shares', () => {
  const counts = fc.array(fc.nat({ max: 1000 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(counts, counts, fc.integer({ min: 1, max: 9 }), (first, second, times) => {
      const [a, b] = [first, first.map((_, i) => second[i] ?? 3)];
      expect(stabilityIndex(a, b)).toBeCloseTo(stabilityIndex(b, a), 10);
      expect(stabilityIndex(a, b)).toBeGreaterThanOrEqual(0);
      expect(
        stabilityIndex(
          a,
          a.map((count) => count * times),
        ),
      ).toBeCloseTo(0, 12);
    }),
  );
});

test('two samples of one kind are not told apart, and every p-value is a probability', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, values, (first, second) => {
      const [a, b] = [first, second].map((list) => Float64Array.from(list).sort());
      if (a === undefined || b === undefined) return;
      expect(kolmogorovSmirnov(a, a)).toMatchObject({ statistic: 0, pValue: 1 });
      for (const result of [
        kolmogorovSmirnov(a, b),
        chiSquaredTest(
          first,
          first.map((_, i) => second[i] ?? 0),
        ),
      ]) {
        if (result === null) continue;
        expect(result.pValue).toBeGreaterThanOrEqual(0);
        expect(result.pValue).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a copy of the target predicts it, noise does not', () => {
  const rows = 2000;
  const copy = comparedWords(Array.from({ length: rows }, (_, i) => (i * 7919) % 4));
  let state = 1;
  const noise = comparedWords(
    Array.from({ length: rows }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 29),
  );
  expect(predictsClasses(copy, copy)).toBe(1);
  expect(predictsClasses(noise, copy)).toBeLessThan(0.1);
  const target = Float64Array.from(copy.codes, (code) => code * 3 - 1);
  expect(predictsNumbers(copy, target)).toBeCloseTo(1, 12);
  expect(predictsNumbers(noise, target)).toBeLessThan(0.05);
});
