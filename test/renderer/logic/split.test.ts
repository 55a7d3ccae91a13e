import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recipeDefaults } from '../../../src-renderer/logic/recipe-defaults';
import {
  columnsFor,
  moveTest,
  needsRows,
  splitFor,
  withMethod,
  withPartOf,
  withSplitColumn,
  moveFirst,
  moveSecond,
} from '../../../src-renderer/logic/split';

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

describe('the split of the recipe', () => {
  const column = (name: string, type: 'date' | 'integer' | 'category') => ({
    name,
    type,
    identifier: false,
    constant: false,
  });
  const columns = [column('n', 'integer'), column('day', 'date'), column('kind', 'category')];
  const standard = recipeDefaults.split;

  test('by time goes by the first column of dates; dates are offered before numbers, words never', () => {
    expect(withMethod(standard, 'time', columns)).toMatchObject({ method: 'time', timeColumn: 'day' });
    expect(withMethod({ ...standard, timeColumn: 'n' }, 'time', columns).timeColumn).toBe('n');
    expect(columnsFor('time', columns, 'kind').map(({ name }) => name)).toEqual(['day', 'n']);
    expect(columnsFor('group', columns, 'kind').map(({ name }) => name)).toEqual(['n', 'day']);
  });

  test('a value that is given a part is in that one only, whatever its case', () => {
    const values = withPartOf(standard.partValues, ' Val ', 'test');
    expect(values.validation).toEqual(['validation', 'valid', 'dev']);
    expect(values.test.at(-1)).toBe('Val');
  });

  test('data that lacks its column gets the default way', () => {
    const byGroup = withSplitColumn({ ...standard, method: 'group' }, 'kind');
    expect(splitFor(byGroup, new Set(['kind']))).toEqual(byGroup);
    expect(splitFor(byGroup, new Set(['other'])).method).toBe('stratified');
  });

  test('only what the plan cannot foresee asks for the rows', () => {
    expect(needsRows(standard)).toBe(false);
    expect(needsRows({ ...standard, folds: 2 })).toBe(true);
    expect(needsRows({ ...standard, method: 'time' })).toBe(true);
  });

  test('with folds, the border of the test rows leaves the validation share alone', () => {
    expect(moveTest({ validation: 0.16, test: 0.2 }, 0.7)).toEqual({ validation: 0.16, test: 0.3 });
    expect(moveTest({ validation: 0.16, test: 0.2 }, 0)).toEqual({ validation: 0.16, test: 0.5 });
  });
});
