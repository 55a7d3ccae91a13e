import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { describeStep } from '../../../../src-main/contract/cleaning';
import { pandas, typed } from './pandas';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const decimal = (...cells: (number | null)[]) => ({ type: 'DOUBLE', cells });

function expected(name: string): Record<string, Cell[]> {
  const found = pandas.missing[name];
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

function close(cells: Record<string, Cell[]>, wanted: Record<string, Cell[]>): void {
  for (const [name, list] of Object.entries(wanted)) {
    list.forEach((value, row) => {
      const got = cells[name]?.[row] ?? null;
      if (typeof value === 'number') expect(got, `${name} ${String(row)}`).toBeCloseTo(value, 8);
      else expect(got, `${name} ${String(row)}`).toBe(value);
    });
  }
}

describe('as pandas and scikit-learn', () => {
  const table = tableOf(typed(expected('table')));
  const columns = ['x', 'y', 'z'];
  test.each([
    ['mean within group', { kind: 'fill-missing', method: 'mean', within: ['group'] }],
    ['median within group', { kind: 'fill-missing', method: 'median', within: ['group'] }],
    ['forward', { kind: 'fill-in-order', method: 'forward' }],
    ['forward 1', { kind: 'fill-in-order', method: 'forward', limit: 1 }],
    ['backward', { kind: 'fill-in-order', method: 'backward' }],
    ['backward 2 within group', { kind: 'fill-in-order', method: 'backward', limit: 2, within: ['group'] }],
    ['forward by time', { kind: 'fill-in-order', method: 'forward', order: 'time' }],
    ['interpolate', { kind: 'fill-in-order', method: 'interpolate' }],
    ['interpolate by time', { kind: 'fill-in-order', method: 'interpolate', order: 'time' }],
    ['neighbours uniform', { kind: 'fill-from-neighbours', by: columns, neighbours: 4 }],
    [
      'neighbours distance',
      { kind: 'fill-from-neighbours', by: columns, neighbours: 4, weights: 'distance' },
    ],
  ] as const)('%s', async (name, parameters) => {
    const { cells, rows } = await run(table, [step({ ...parameters, columns })]);
    close(cells, expected(name));
    expect(rows).toHaveLength(60);
  });
});

describe('fill-missing within groups', () => {
  const table = tableOf({
    'a "b".c': text('x', 'x', 'y', null, null, 'z'),
    中: decimal(1, 3, null, 7, null, null),
    word: text("it's", null, 'q', null, 'n', null),
  });

  test('a group without a value gets that of all rows; so does a group of a later file', async () => {
    const fill = step({ kind: 'fill-missing', columns: ['中'], method: 'mean', within: ['a "b".c'] });
    const { cells, learned } = await run(table, [fill]);
    expect(cells['中']?.map(Number)).toEqual([1, 3, 11 / 3, 7, 7, 11 / 3].map((x) => expect.closeTo(x, 9)));
    const later = tableOf({
      'a "b".c': text('x', 'new', null),
      中: decimal(null, null, null),
      word: text('', '', ''),
    });
    const again = await run(later, [fill], { learned: JSON.parse(JSON.stringify(learned)) });
    expect(again.cells['中']).toEqual([2, expect.closeTo(11 / 3, 9), 7]);
  });

  test('words by the most frequent one, with quotes in it', async () => {
    const fill = step({ kind: 'fill-missing', columns: ['word'], method: 'mode', within: ['a "b".c'] });
    expect((await run(table, [fill])).cells['word']).toEqual(["it's", "it's", 'q', 'n', 'n', "it's"]);
  });
});

describe('fill-in-order', () => {
  test('whole numbers are rounded, dates are kept as dates, the ends stay missing', async () => {
    const table = tableOf({
      n: { type: 'BIGINT', cells: [null, 1, null, 4, null] },
      d: { type: 'DATE', cells: ['2024-01-01', null, null, '2024-01-07', null] },
    });
    const { cells } = await run(table, [
      step({ kind: 'fill-in-order', columns: ['n', 'd'], method: 'interpolate' }),
    ]);
    expect(cells).toEqual({
      n: [null, 1, 3, 4, null],
      d: ['2024-01-01', '2024-01-03', '2024-01-05', '2024-01-07', null],
    });
  });

  test('there is no line through words', async () => {
    const fill = step({ kind: 'fill-in-order', columns: ['w'], method: 'interpolate' });
    await expect(run(tableOf({ w: text('a') }), [fill])).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });

  test('what JavaScript fills, whatever is missing; never changes a value that is there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 30 }),
        async (cells) => {
          let last: number | null = null;
          const wanted = cells.map((cell) => (last = cell ?? last));
          const made = await run(tableOf({ a: decimal(...cells) }), [
            step({ kind: 'fill-in-order', columns: ['a'] }),
          ]);
          expect(made.cells['a']).toEqual(wanted);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('fill-from-neighbours', () => {
  const table = tableOf({
    size: decimal(1, 2, 3, 100, 101, 102, 2, null, null),
    word: text('low', 'low', 'low', 'high', 'high', 'high', null, 'high', null),
  });
  const fill = step({ kind: 'fill-from-neighbours', columns: ['size', 'word'], neighbours: 3 });

  test('fills words by votes, and a row with nothing to compare from all', async () => {
    const { cells } = await run(table, [fill]);
    expect(cells['word']?.[6]).toBe('low');
    expect(cells['size']?.[7]).toBe(101);
    expect(cells['size']?.[8]).toBeCloseTo(311 / 7, 9);
  });

  test('a later file is filled from the rows of training', async () => {
    const { learned } = await run(table, [fill]);
    const later = tableOf({ size: decimal(99, 5000), word: text(null, 'low') });
    const { cells } = await run(later, [fill], { learned: JSON.parse(JSON.stringify(learned)) });
    expect(cells).toEqual({ size: [99, 5000], word: ['high', 'low'] });
  });

  test('the donors are a seeded choice', async () => {
    const long = `SELECT i::DOUBLE AS a, CASE WHEN i % 3 > 0 THEN i * 2.0 END AS b FROM range(500) t(i)`;
    const few = step({ kind: 'fill-from-neighbours', columns: ['b'], donors: 20 });
    const one = await run(long, [few], { seed: 5 });
    expect((await run(long, [few], { seed: 5 })).cells).toEqual(one.cells);
    expect((await run(long, [few], { seed: 6 })).cells).not.toEqual(one.cells);
    expect(one.cells['b']?.every((value) => value !== null)).toBe(true);
  });
});

describe('dropping what is missing', () => {
  const plain = tableOf({
    a: decimal(1, null, null, 4),
    b: text('x', null, 'y', 'z'),
    c: text(null, null, null, 'q'),
  });

  test('rows with any or all of some columns missing', async () => {
    const rows = async (parameters: Record<string, unknown>) =>
      (await run(plain, [step({ kind: 'drop-missing-rows', ...parameters })])).rows;
    expect(await rows({})).toEqual([3]);
    expect(await rows({ when: 'all' })).toEqual([0, 2, 3]);
    expect(await rows({ columns: ['a', 'b'] })).toEqual([0, 3]);
    expect(await rows({ columns: ['a'] })).toEqual([0, 3]);
  });

  test('columns with more than a share missing, the same ones of a later file', async () => {
    const drop = step({ kind: 'drop-missing-columns', share: 0.5 });
    const { columns, learned } = await run(plain, [drop]);
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b']);
    const later = tableOf({ a: decimal(null), b: text(null), c: text('here') });
    expect(Object.keys((await run(later, [drop], { learned })).cells)).toEqual(['a', 'b']);
    await expect(
      run(tableOf({ a: decimal(null) }), [step({ kind: 'drop-missing-columns', share: 0.5 })]),
    ).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });
});

test('what is learned does not depend on rows that come later', async () => {
  const table = tableOf({ g: text('a', 'b', 'a'), v: decimal(1, 2, null) });
  const chain = [
    step({ kind: 'fill-missing', columns: ['v'], method: 'mean', within: ['g'] }),
    step({ kind: 'fill-from-neighbours', columns: ['v'] }),
    step({ kind: 'drop-missing-columns' }),
  ];
  const { learned } = await run(table, chain);
  const later = await run(tableOf({ g: text('b'), v: decimal(999) }), chain, { learned });
  expect(later.learned).toEqual(learned);
});

test('each step says what it does', () => {
  const says = (parameters: Parameters<typeof step>[0]) => describeStep(step(parameters));
  expect(says({ kind: 'fill-missing', columns: ['a'], within: ['g', 'h'] })).toBe(
    'Fill missing a with the median within each g and h',
  );
  expect(says({ kind: 'fill-in-order', columns: ['a'], order: 't' })).toBe(
    'Fill missing a from the row before in the order of t',
  );
  expect(says({ kind: 'drop-missing-rows', columns: ['a', 'b'], when: 'all' })).toBe(
    'Drop rows in which all of a and b are missing',
  );
  expect(says({ kind: 'drop-missing-columns', share: 0.07 })).toBe('Drop columns with more than 7% missing');
});
