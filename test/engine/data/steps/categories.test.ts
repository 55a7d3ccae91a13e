import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeStep } from '../../../../src-main/contract/cleaning';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });

describe('merge-rare', () => {
  const cells = ['a', 'a', 'a', 'a', "b'", "b'", 'c', null, '中'];
  const table = tableOf({ 'w."x"': text(...cells) });
  const merge = (parameters: Record<string, unknown>) =>
    step({ kind: 'merge-rare', columns: ['w."x"'], ...parameters });

  test.each([
    [{ rule: 'count', count: 2 }, ['a', "b'"]],
    [{ rule: 'share', share: 0.25 }, ['a', "b'"]],
    [{ rule: 'share', share: 0.26 }, ['a']],
    [{ rule: 'top', top: 1 }, ['a']],
    [{ rule: 'count', count: 99 }, []],
  ] as const)('%o keeps %o', async (parameters, kept: readonly string[]) => {
    const { cells: made } = await run(table, [merge({ ...parameters, other: "the 'rest'" })]);
    expect(made['w."x"']).toEqual(
      cells.map((cell) => (cell === null || kept.includes(cell) ? cell : "the 'rest'")),
    );
  });

  test('a later file has the categories of training, whatever is frequent in it', async () => {
    const rare = merge({ rule: 'count', count: 2 });
    const { learned } = await run(table, [rare]);
    const later = tableOf({ 'w."x"': text('z', 'z', 'z', 'a') });
    expect((await run(later, [rare], { learned })).cells['w."x"']).toEqual(['Other', 'Other', 'Other', 'a']);
  });

  test('as counted in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (list, count) => {
          const { cells: made } = await run(tableOf({ a: text(...list) }), [
            step({ kind: 'merge-rare', columns: ['a'], rule: 'count', count }),
          ]);
          const rows = (word: string) => list.filter((one) => one === word).length;
          expect(made['a']).toEqual(list.map((word) => (rows(word) >= count ? word : 'Other')));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('numbers have no categories', async () => {
    const numbers = tableOf({ n: { type: 'BIGINT', cells: [1] } });
    await expect(run(numbers, [step({ kind: 'merge-rare', columns: ['n'] })])).rejects.toMatchObject({
      code: 'STEP_INVALID',
    });
  });
});

test('spellings become one, and the rows keep their order', async () => {
  const table = tableOf({ city: text('Köln', 'koln', "Cologne's", null, 'Bonn') });
  const groups = [
    { to: 'Köln', from: ['koln', "Cologne's", 'Köln'] },
    { to: 'other', from: ['koln'] },
  ];
  const group = step({ kind: 'group-categories', column: 'city', groups });
  const { cells, rows } = await run(table, [group]);
  expect(cells['city']).toEqual(['Köln', 'Köln', 'Köln', null, 'Bonn']);
  expect(rows).toEqual([0, 1, 2, 3, 4]);
  expect((await run(table, [step({ kind: 'group-categories', column: 'city' })])).cells['city']).toHaveLength(
    5,
  );
});

test('values are mapped by pairs, in the type of the column', async () => {
  const table = tableOf({ code: { type: 'BIGINT', cells: [1, 2, 3, null] }, w: text('a', 'b', 'c', 'd') });
  const map = (parameters: Record<string, unknown>) =>
    run(table, [step({ kind: 'map-values', ...parameters })]);
  const pairs = [
    { from: '1', to: '10' },
    { from: '2', to: '' },
  ];
  expect((await map({ column: 'code', pairs })).cells['code']).toEqual([10, null, 3, null]);
  expect((await map({ column: 'code', pairs, others: 'missing' })).cells['code']).toEqual([
    10,
    null,
    null,
    null,
  ]);
  expect((await map({ column: 'w', pairs: [{ from: 'a', to: "A'" }] })).cells['w']).toEqual([
    "A'",
    'b',
    'c',
    'd',
  ]);
  await expect(map({ column: 'code', pairs: [{ from: '1', to: 'x' }] })).rejects.toMatchObject({
    code: 'STEP_INVALID',
    received: 'x',
  });
});

test('says what it does', () => {
  expect(describeStep(step({ kind: 'merge-rare', columns: ['a'], share: 0.07 }))).toBe(
    'Merge categories below 7% of the rows of a into "Other"',
  );
});
