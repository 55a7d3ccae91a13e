import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const decimal = (...cells: (number | null)[]) => ({ type: 'DOUBLE', cells });
const odd = '"a.b" 中';

describe('rename-columns', () => {
  const table = tableOf({ a: decimal(1), b: decimal(2), [odd]: decimal(3) });
  const rename = (...names: [string, string][]) =>
    run(table, [step({ kind: 'rename-columns', names: names.map(([from, to]) => ({ from, to })) })]);

  test('names may be exchanged, and be odd', async () => {
    const { cells, columns } = await rename(['a', 'b'], ['b', 'a'], [odd, "it's"]);
    expect(columns.map(({ name }) => name)).toEqual(['b', 'a', "it's"]);
    expect(cells).toEqual({ b: [1], a: [2], "it's": [3] });
  });

  test('back again is as before', async () => {
    const back = [
      step({ kind: 'rename-columns', names: [{ from: 'a', to: odd + odd }] }),
      step({ kind: 'rename-columns', names: [{ from: odd + odd, to: 'a' }] }),
    ];
    expect((await run(table, back)).cells).toEqual((await run(table, [])).cells);
  });

  test('a name that is taken, twice or our own is told', async () => {
    for (const names of [
      [['a', 'B']],
      [['a', '#row']],
      [
        ['a', 'x'],
        ['a', 'y'],
      ],
      [
        ['a', 'x'],
        ['b', 'X'],
      ],
    ]) {
      await expect(rename(...(names as [string, string][]))).rejects.toMatchObject({ code: 'STEP_INVALID' });
    }
  });
});

test('keep-columns keeps and orders', async () => {
  const table = tableOf({ a: decimal(1), b: decimal(2), [odd]: decimal(3) });
  const keep = async (others: string) =>
    (await run(table, [step({ kind: 'keep-columns', columns: [odd, 'a'], others })])).columns.map(
      ({ name }) => name,
    );
  expect(await keep('drop')).toEqual([odd, 'a']);
  expect(await keep('after')).toEqual([odd, 'a', 'b']);
});

describe('split-column', () => {
  const split = async (parameters: object, ...cells: (string | null)[]) =>
    (
      await run(tableOf({ [odd]: text(...cells) }), [
        step({ kind: 'split-column', column: odd, keep: false, ...parameters }),
      ])
    ).cells;

  test('at a text, at a pattern, after characters', async () => {
    expect(await split({ names: ['x'] }, 'a,b,c', 'a', '', null)).toEqual({
      x: ['a', 'a', null, null],
      [`${odd} 2`]: ['b,c', null, null, null],
    });
    expect(
      await split({ by: 'pattern', pattern: '\\s*[;,]\\s*', count: 3, names: ['x', 'y', 'z'] }, 'a ; b,c,d'),
    ).toEqual({ x: ['a'], y: ['b'], z: ['c'] });
    expect(
      await split(
        { by: 'positions', positions: ['2', '3'], count: 3, names: ['x', 'y', 'z'] },
        '中éxyz',
        'ab',
      ),
    ).toEqual({ x: ['中é', 'ab'], y: ['x', null], z: ['yz', null] });
  });

  test('what cannot be is told', async () => {
    for (const parameters of [
      { delimiter: '' },
      { by: 'pattern', pattern: '[' },
      { by: 'positions', positions: ['3', '2'] },
      { names: ['x', 'X'] },
    ]) {
      await expect(split(parameters, 'a')).rejects.toMatchObject({ code: 'STEP_INVALID' });
    }
  });

  test('combining the parts gives the text back', async () => {
    const word = fc.string({ unit: fc.constantFrom('a', "'", '"', '中', ' '), minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 }),
        async (lists) => {
          const cells = lists.map((list) => list.join(';'));
          const { cells: back } = await run(tableOf({ a: text(...cells) }), [
            step({ kind: 'split-column', column: 'a', delimiter: ';', count: 3, keep: false }),
            step({
              kind: 'combine-columns',
              columns: ['a 1', 'a 2', 'a 3'],
              separator: ';',
              into: 'a',
              keep: false,
            }),
          ]);
          expect(back).toEqual({ a: cells });
        },
      ),
      { numRuns: 10 },
    );
  });
});

test('combine-columns passes missing values over and writes numbers as people do', async () => {
  const table = tableOf({
    a: text('x', null, null),
    b: decimal(1, 2.5, null),
    c: { type: 'DATE', cells: ['2024-01-02', null, null] },
  });
  const { cells } = await run(table, [
    step({ kind: 'combine-columns', columns: ['c', 'a', 'b'], separator: ' / ', into: 'all' }),
  ]);
  expect(cells['all']).toEqual(['2024-01-02 / x / 1', '2.5', null]);
  expect(cells['a']).toEqual(['x', null, null]);
});

describe('bin-numbers', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 100, null];
  const table = tableOf({ n: decimal(...values) });
  const bin = async (parameters: object) =>
    (await run(table, [step({ kind: 'bin-numbers', column: 'n', into: 'bin', ...parameters })])).cells['bin'];

  test('own edges, with labels', async () => {
    expect(await bin({ method: 'edges', edges: ['2', '5.5'] })).toEqual(
      values.map((value) =>
        value === null ? null : value < 2 ? 'below 2' : value < 5.5 ? '2 to 5.5' : '5.5 or more',
      ),
    );
    expect((await bin({ method: 'edges', edges: ['2'], labels: ["lo'w", 'high'] }))?.slice(1, 3)).toEqual([
      "lo'w",
      'high',
    ]);
  });

  test('equally wide and equally frequent; a later file gets the same edges', async () => {
    const wide = await bin({ bins: 4 });
    expect(wide?.slice(-3)).toEqual(['below 25', '75 or more', null]);
    const frequent = step({ kind: 'bin-numbers', column: 'n', into: 'bin', method: 'frequency', bins: 2 });
    const { cells, learned } = await run(table, [frequent]);
    expect(cells['bin']?.filter((label) => label === 'below 4.5')).toHaveLength(5);
    const later = await run(tableOf({ n: decimal(4, 5, -1e9) }), [frequent], { learned });
    expect(later.cells['bin']).toEqual(['below 4.5', '4.5 or more', 'below 4.5']);
  });

  test('what cannot be is told', async () => {
    for (const parameters of [
      { method: 'edges', edges: [] },
      { method: 'edges', edges: ['2', '1'] },
      { method: 'edges', edges: ['x'] },
      { labels: ['one'] },
      { into: 'N' },
    ]) {
      await expect(bin(parameters)).rejects.toMatchObject({ code: 'STEP_INVALID' });
    }
  });
});

test('round-numbers rounds as JavaScript does to integers, and nothing when done again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (numbers) => {
        const table = tableOf({ n: decimal(...numbers.map((number) => number + 0)) });
        const round = (digits: number, direction: string) =>
          step({ kind: 'round-numbers', columns: ['n'], digits, direction });
        const nearest = (number: number) => Math.sign(number) * Math.round(Math.abs(number)) + 0;
        const check = async (digits: number, direction: string, of: (number: number) => number) => {
          const once = (await run(table, [round(digits, direction)])).cells;
          expect(once['n']?.map((value) => Number(value) + 0)).toEqual(
            numbers.map((number) => of(number) + 0),
          );
          expect((await run(table, [round(digits, direction), round(digits, direction)])).cells).toEqual(
            once,
          );
        };
        await check(0, 'nearest', nearest);
        await check(0, 'down', Math.floor);
        await check(-2, 'up', (number) => Math.ceil(number / 100) * 100);
      },
    ),
    { numRuns: 10 },
  );
  const { cells, columns } = await run(
    tableOf({ n: { type: 'BIGINT', cells: [149, 150, null] }, d: decimal(1.005, -2.5, 1e300) }),
    [
      step({ kind: 'round-numbers', columns: ['n', 'd'], digits: -2 }),
      step({ kind: 'round-numbers', columns: ['d'], digits: 1 }),
    ],
  );
  expect(cells['n']).toEqual([100, 200, null]);
  expect(columns[0]?.kind).toBe('integer');
});
