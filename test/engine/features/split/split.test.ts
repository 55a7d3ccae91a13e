import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitStrata, totalCounts } from '../../../../src-main/contract/planning';
import { recipeSchema } from '../../../../src-main/contract/schemas/recipe';
import {
  parts,
  noClass,
  splitRows,
  strataOfClasses,
  strataOfNumbers,
} from '../../../../src-main/engine/features/split';

const recipe = (seed = 1, method: 'stratified' | 'random' = 'stratified') =>
  recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'y',
    split: { method },
    seed,
  });
const { split } = recipe();
/** Groups rows by what they are called, null for none. */
function strataOf(classes: readonly (string | null)[]): Int32Array[] {
  const names = [...new Set(classes.filter((name) => name !== null))];
  const codes = Uint32Array.from(classes, (name) => (name === null ? noClass : names.indexOf(name)));
  return strataOfClasses(codes, names);
}

const rowsOf = (names: readonly (string | null)[]) => ({
  rows: names.length,
  strata: strataOf(names),
  classes: [],
});

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });

describe('how many rows of each stratum train, validate and test', () => {
  test('every row is in one part, and every stratum keeps a row to train on', () => {
    fc.assert(
      fc.property(sizes, (strata) => {
        const counts = splitStrata(split, strata);
        counts.forEach(({ train, validation, test }, i) => {
          expect(train + validation + test).toBe(strata[i]);
          expect(train).toBeGreaterThanOrEqual(1);
          expect(Math.min(validation, test)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  test('large strata are within one row of their share, and the whole is exact', () => {
    const strata = fc.array(fc.integer({ min: 50, max: 5000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(strata, (all) => {
        const counts = splitStrata(split, all);
        const rows = all.reduce((sum, size) => sum + size, 0);
        expect(totalCounts(counts).test).toBe(Math.round(rows * split.test));
        counts.forEach(({ test }, i) => {
          expect(Math.abs(test - (all[i] ?? 0) * split.test)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('which rows', () => {
  const classes = fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }), {
    minLength: 12,
    maxLength: 300,
  });

  test('rows without a class are in no part; all others are in one, as many as counted', () => {
    fc.assert(
      fc.property(classes, fc.constantFrom('stratified', 'random'), (names, method) => {
        const { part, counts } = splitRows(recipe(3, method), rowsOf(names));
        names.forEach((name, row) => expect(part[row] === parts.none).toBe(name === null));
        const count = (wanted: number): number => part.filter((value) => value === wanted).length;
        expect({
          train: count(parts.train),
          validation: count(parts.validation),
          test: count(parts.test),
        }).toEqual(counts);
      }),
    );
  });

  test('the seed alone decides', () => {
    const names = Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? 'a' : 'b'));
    const once = splitRows(recipe(7), rowsOf(names)).part;
    expect(splitRows(recipe(7), rowsOf(names)).part).toEqual(once);
    expect(splitRows(recipe(8), rowsOf(names)).part).not.toEqual(once);
  });

  test('numbers are spread over the parts: each tenth gives its share to the test rows', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    const sorted = new Int32Array(1000).map((_, row) => row);
    sorted.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
    const { part } = splitRows(recipe(), { rows: 1000, strata: strataOfNumbers(sorted), classes: null });
    for (let tenth = 0; tenth < 10; tenth++) {
      const tested = values.filter(
        (value, row) => Math.floor(value / 100) === tenth && part[row] === parts.test,
      );
      expect(tested).toHaveLength(20);
    }
  });

  test('strata are in the order of their names, rows in the order of the data', () => {
    expect(strataOf(['b', null, 'a', 'b'])).toEqual([Int32Array.of(2), Int32Array.of(0, 3)]);
  });
});
