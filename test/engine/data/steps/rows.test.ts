import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepDefinitions } from '../../../../src-main/contract/cleaning';
import { run, step, tableOf } from './support';

const numbers = [5, null, 3, 5, 8, 3, 5];
const words = ["it's", 'b.c', null, 'B', 'bb', '中', 'b'];
const table = tableOf({
  'n"1': { type: 'BIGINT', cells: numbers },
  'w.x': { type: 'VARCHAR', cells: words },
});
type Tree = { join?: string; conditions: unknown[] };
const filter = async (conditions: Tree, action = 'keep') =>
  (await run(table, [step({ kind: 'filter-rows', conditions, action })])).rows;
const one = (column: string, operator: string, ...values: string[]): Tree => ({
  conditions: [{ column, operator, values }],
});
const rowsWhere = <T>(list: readonly T[], holds: (value: T) => boolean) =>
  list.flatMap((value, row) => (holds(value) ? [row] : []));

describe('filter-rows', () => {
  test('each operator does what JavaScript does', async () => {
    const text = (holds: (word: string) => boolean) =>
      rowsWhere(words, (word) => word !== null && holds(word));
    const number = (holds: (value: number) => boolean) =>
      rowsWhere(numbers, (value) => value !== null && holds(value));
    const n = 'n"1';
    const w = 'w.x';
    const cases: [Tree, number[]][] = [
      [one(w, 'equals', "it's"), text((word) => word === "it's")],
      [one(w, 'differs', 'b'), rowsWhere(words, (word) => word !== 'b')],
      [one(w, 'in', 'b', '中'), text((word) => ['b', '中'].includes(word))],
      [one(w, 'in'), []],
      [one(w, 'contains', '.'), text((word) => word.includes('.'))],
      [one(w, 'starts', 'b'), text((word) => word.startsWith('b'))],
      [one(w, 'ends', 'b'), text((word) => word.endsWith('b'))],
      [one(w, 'matches', '^b+$'), text((word) => /^b+$/.test(word))],
      [one(w, 'missing'), [2]],
      [one(w, 'not-missing'), text(() => true)],
      [one(n, 'less', '5'), number((value) => value < 5)],
      [one(n, 'at-most', '5'), number((value) => value <= 5)],
      [one(n, 'greater', '5'), number((value) => value > 5)],
      [one(n, 'at-least', '5'), number((value) => value >= 5)],
      [one(n, 'between', '3', '5'), number((value) => value >= 3 && value <= 5)],
      [one(n, 'frequent', '2'), number((value) => value === 5 || value === 3)],
      [
        {
          join: 'or',
          conditions: [
            one(n, 'equals', '8'),
            { join: 'and', conditions: [one(n, 'equals', '5'), one(w, 'equals', 'b')] },
          ],
        },
        [4, 6],
      ],
    ];
    for (const [tree, expected] of cases) {
      expect(await filter(tree), JSON.stringify(tree)).toEqual(expected);
      // What is left out and what is kept are all rows.
      const others = await filter(tree, 'drop');
      expect([...expected, ...others].sort()).toEqual(numbers.map((_, row) => row));
    }
  });

  test('by an expression', async () => {
    const by = async (expression: string) =>
      (await run(table, [step({ kind: 'filter-rows', by: 'expression', expression })])).rows;
    expect(await by(`"n""1" > 4 and "w.x" like 'b%'`)).toEqual([4, 6]);
    await expect(by('"n""1" + 1')).rejects.toMatchObject({ code: 'STEP_INVALID' });
    await expect(by('"gone" > 1')).rejects.toMatchObject({ code: 'STEP_INVALID', received: 'gone' });
  });

  test('what cannot be is told', async () => {
    for (const tree of [
      { conditions: [] },
      one('gone', 'missing'),
      one('n"1', 'less', 'x'),
      one('n"1', 'between', '1'),
      one('n"1', 'contains', '1'),
      one('w.x', 'matches', '('),
      one('n"1', 'frequent', '0'),
    ]) {
      await expect(filter(tree), JSON.stringify(tree)).rejects.toMatchObject({ code: 'STEP_INVALID' });
    }
  });

  test('is told in plain words', () => {
    expect(
      stepDefinitions['filter-rows'].describe({
        conditions: {
          join: 'or',
          conditions: [...one('a', 'between', '1', '5').conditions, ...one('b', 'missing').conditions],
        },
      }),
    ).toBe('Keep rows where a is between 1 and 5 or b is missing');
  });
});

describe('sample-rows and first-rows', () => {
  const many = tableOf({ a: { type: 'BIGINT', cells: Array.from({ length: 2000 }, (_, row) => row) } });
  const sample = async (parameters: object, seed = 1) =>
    (await run(many, [step({ kind: 'sample-rows', ...parameters })], { seed })).rows;

  test('draws the same each time, other rows with another seed, in their order', async () => {
    const drawn = await sample({ share: 0.25 });
    expect(await sample({ share: 0.25 })).toEqual(drawn);
    expect(await sample({ share: 0.25, seed: 2 })).not.toEqual(drawn);
    expect(await sample({ share: 0.25 }, 2)).not.toEqual(drawn);
    expect(await sample({ share: 1 })).toHaveLength(2000);
    // Binomial: the mean is 500 with a deviation of 19.
    expect(drawn.length).toBeGreaterThan(400);
    expect(drawn.length).toBeLessThan(600);
    // A larger share holds the smaller one.
    expect(await sample({ share: 0.5 })).toEqual(expect.arrayContaining(drawn));
  });

  test('a number of rows is that number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2500 }), async (count) => {
        expect(new Set(await sample({ by: 'count', count })).size).toBe(Math.min(count, 2000));
        const { rows } = await run(many, [step({ kind: 'first-rows', count })]);
        expect(rows).toEqual(Array.from({ length: Math.min(count, 2000) }, (_, row) => row));
      }),
      { numRuns: 5 },
    );
  });
});
