import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { describeStep } from '../../../../src-main/contract/cleaning';
import { pandas, typed } from './pandas';
import { run, step, tableOf } from './support';

function expected(name: string): Record<string, Cell[]> {
  const found = pandas.tables[name];
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

/** Rows as lists of cells, in an order that does not depend on how they came; numbers to nine digits. */
function rowsOf(cells: Record<string, Cell[]>, names: readonly string[]): string[] {
  const count = Object.values(cells)[0]?.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) =>
    names.map((name) => {
      const cell = cells[name]?.[row] ?? null;
      return typeof cell === 'string' && !/^[\d.]+$/.test(cell)
        ? cell
        : cell === null
          ? null
          : Number(Number(cell).toPrecision(9));
    }),
  );
  return rows.map((row) => JSON.stringify(row)).sort();
}

const table = tableOf(typed(expected('table')));

describe('as pandas', () => {
  test('groups with every measure', async () => {
    const measure = (name: string, column: string | null = 'price') => ({ measure: name, column });
    const { cells, rows } = await run(table, [
      step({
        kind: 'aggregate',
        keys: ['shop', 'year'],
        measures: [
          measure('count', null),
          measure('share', null),
          { ...measure('sum'), name: 'total' },
          ...['mean', 'median', 'minimum', 'maximum', 'deviation'].map((name) => ({
            ...measure(name),
            name,
          })),
          ...['first', 'last', 'distinct', 'mode'].map((name) => ({ ...measure(name, 'kind'), name })),
        ],
      }),
    ]);
    const wanted = expected('aggregate');
    expect(Object.keys(cells).sort()).toEqual(Object.keys(wanted).sort());
    const names = Object.keys(wanted);
    expect(rowsOf(cells, names)).toEqual(rowsOf(wanted, names));
    expect(rows).toEqual(rows.map((_, index) => index));
  });

  test('a column for each value', async () => {
    const { cells } = await run(table, [
      step({ kind: 'pivot-wider', keys: ['shop'], names: 'year', values: 'price', measure: 'mean' }),
    ]);
    const wanted = Object.fromEntries(
      Object.entries(expected('wide')).map(([name, list]) => [/^\d/.test(name) ? `${name}.0` : name, list]),
    );
    const names = Object.keys(wanted);
    expect(Object.keys(cells).sort()).toEqual([...names].sort());
    expect(rowsOf(cells, names)).toEqual(rowsOf(wanted, names));
  });

  test('a row for each of some columns', async () => {
    const { cells } = await run(table, [
      step({ kind: 'pivot-longer', columns: ['year', 'price'], nameColumn: 'variable' }),
    ]);
    expect(cells['value']).toEqual(expected('long')['value']);
    expect(cells['variable']).toEqual(expected('long')['variable']);
    expect(cells['shop']).toEqual(expected('long')['shop']);
  });

  test('rows in order, missing values last', async () => {
    const up = await run(table, [
      step({ kind: 'sort-rows', columns: ['price'] }),
      step({ kind: 'sort-rows', columns: ['year'], descending: true }),
    ]);
    expect(up.cells).toEqual(expected('sorted'));
  });
});

describe('groups', () => {
  test('come in the order in which they first occur; missing is a group; no key makes one row', async () => {
    const odd = tableOf({
      '#first': { type: 'VARCHAR', cells: ['z', null, 'a', 'z', null] },
      'v "1"': { type: 'BIGINT', cells: [1, 2, 3, 4, null] },
    });
    const sum = { measure: 'sum', column: 'v "1"' };
    const { cells } = await run(odd, [step({ kind: 'aggregate', keys: ['#first'], measures: [sum] })]);
    expect(cells).toEqual({ '#first': ['z', null, 'a'], 'sum of v "1"': [5, 2, 3] });
    const one = await run(odd, [step({ kind: 'aggregate', measures: [sum, sum] })]);
    expect(one.cells).toEqual({ 'sum of v "1"': [10], 'sum of v "1" 2': [10] });
  });

  test('a measure that does not suit is told', async () => {
    const wrong = step({ kind: 'aggregate', measures: [{ measure: 'mean', column: 'shop' }] });
    await expect(run(table, [wrong])).rejects.toMatchObject({ code: 'STEP_INVALID', received: 'text' });
    const none = step({ kind: 'aggregate', measures: [{ measure: 'sum' }] });
    await expect(run(table, [none])).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });
});

describe('pivot', () => {
  test('a later file gets the columns of training', async () => {
    const wide = step({ kind: 'pivot-wider', keys: ['k'], names: 'n', values: 'v' });
    const one = tableOf({
      k: { type: 'VARCHAR', cells: ['a', 'a', 'b', 'b'] },
      n: { type: 'VARCHAR', cells: ["it's", 'K', null, ''] },
      v: { type: 'BIGINT', cells: [1, 2, 3, 4] },
    });
    const { learned, cells } = await run(one, [wide]);
    expect(cells).toEqual({
      k: ['a', 'b'],
      "it's": [1, null],
      'K 2': [2, null],
      missing: [null, 3],
      empty: [null, 4],
    });
    const other = tableOf({
      k: { type: 'VARCHAR', cells: ['c', 'c'] },
      n: { type: 'VARCHAR', cells: ['K', 'new'] },
      v: { type: 'BIGINT', cells: [8, 9] },
    });
    expect((await run(other, [wide], { learned })).cells).toEqual({
      k: ['c'],
      "it's": [null],
      'K 2': [8],
      missing: [null],
      empty: [null],
    });
  });

  test('rows to columns undoes columns to rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.string({
            unit: fc.constantFrom('a', 'b', '"', "'", '.', '中', ' '),
            minLength: 1,
            maxLength: 4,
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.option(fc.integer({ min: -9, max: 9 }))),
        async (names, rows, stream) => {
          const cells = Object.fromEntries(
            names.map((name) => [
              name,
              Array.from({ length: rows }, () => stream.next().value as number | null),
            ]),
          );
          const id = Array.from({ length: rows }, (_, row) => row);
          const source = tableOf({
            key: { type: 'BIGINT', cells: id },
            ...Object.fromEntries(names.map((name) => [name, { type: 'BIGINT', cells: cells[name] ?? [] }])),
          });
          const made = await run(source, [
            step({ kind: 'pivot-longer', columns: names, nameColumn: 'column', valueColumn: 'cell' }),
            step({ kind: 'pivot-wider', keys: ['key'], names: 'column', values: 'cell' }),
          ]);
          expect(made.cells).toEqual({ key: id, ...cells });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('names that are taken are told; empty cells may be left out', async () => {
    const longer = (parameters: Record<string, unknown>) =>
      run(table, [step({ kind: 'pivot-longer', columns: ['price'], ...parameters })]);
    await expect(longer({ nameColumn: 'Shop' })).rejects.toMatchObject({
      code: 'STEP_INVALID',
      received: 'shop',
    });
    const price = expected('table')['price'] ?? [];
    const { cells } = await longer({ keepMissing: false });
    expect(cells['value']).toEqual(price.filter((value) => value !== null));
  });
});

test('a step that is taken away leaves exactly what was before', async () => {
  const source = (await run(table, [])).cells;
  const sort = step({ kind: 'sort-rows', columns: ['price'] });
  expect((await run(table, [sort])).cells).not.toEqual(source);
  expect((await run(table, [{ ...sort, enabled: false }])).cells).toEqual(source);
});

test('says what it does', () => {
  expect(
    describeStep(
      step({ kind: 'aggregate', keys: ['shop'], measures: [{ measure: 'mean', column: 'price' }] }),
    ),
  ).toBe('One row for each shop, with mean of price');
  expect(describeStep(step({ kind: 'sort-rows', columns: ['a'], descending: true }))).toBe(
    'Sort by a, largest first',
  );
});
