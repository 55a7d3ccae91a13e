import fc from 'fast-check';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { combineSchema, type Combine } from '../../../src-main/contract/schemas/combine';
import type { Cell } from '../../../src-main/contract/schemas/common';
import type { ColumnType } from '../../../src-main/contract/schemas/data';
import { combination, combine } from '../../../src-main/engine/data/combine';
import { rows } from '../../../src-main/engine/data/rows';
import { context } from './importers/support';
import { tableOf, withFolder, writeTable } from './steps/support';

// Many small tables are written and read, on machines that may have other things to do.
vi.setConfig({ testTimeout: 120_000 });

interface Column {
  type: ColumnType;
  cells: Cell[];
}
type Table = Record<string, Column>;

const stored: Record<ColumnType, string> = {
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  category: 'VARCHAR',
  text: 'VARCHAR',
  image: 'VARCHAR',
};
const integers = (...cells: Cell[]): Column => ({ type: 'integer', cells });
const words = (...cells: Cell[]): Column => ({ type: 'category', cells });

/** Combines tables; the first is called a.csv, the next b.csv, … */
function combined(tables: readonly Table[], options: object) {
  return withFolder(async (folder) => {
    const parts = [];
    for (const [i, table] of tables.entries()) {
      const parquet = join(folder, `${String(i)}.parquet`);
      const columns = Object.entries(table);
      await writeTable(
        parquet,
        tableOf(
          Object.fromEntries(columns.map(([name, { type, cells }]) => [name, { type: stored[type], cells }])),
        ),
      );
      parts.push({
        name: `${String.fromCharCode(97 + i)}.csv`,
        parquet,
        fingerprint: JSON.stringify(table),
        rows: columns[0]?.[1].cells.length ?? 0,
        columns: columns.map(([name, { type, cells }]) => ({
          name,
          type,
          empty: cells.every((cell) => cell === null),
        })),
      });
    }
    const how: Combine = combineSchema.parse(options);
    const directory = join(folder, 'combined');
    await mkdir(directory);
    const preview = await combination({ parts, how }, context());
    const made = await combine({ parts, how, directory }, context());
    const page = await rows({ parquet: join(directory, 'data.parquet'), offset: 0, limit: 1000 }, context());
    expect(made.rows).toBe(preview.rows);
    expect(page.total).toBe(preview.rows);
    expect(made.columns.map(({ name }) => name)).toEqual(preview.columns.map(({ name }) => name));
    return { ...made, preview, cells: page.rows, names: made.columns.map(({ name }) => name) };
  });
}

const value = fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 5 }));
const name = fc.constantFrom('b', 'c', 'd', 'e');

test('a stack is what pandas.concat gives: rows in order, columns by name, missing where a file lacks them', async () => {
  const table = fc
    .tuple(fc.uniqueArray(name, { maxLength: 4 }), fc.integer({ min: 1, max: 6 }))
    .chain(([names, height]) =>
      fc.record(
        Object.fromEntries(
          ['a', ...names].map((key) => [key, fc.array(value, { minLength: height, maxLength: height })]),
        ),
      ),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(table, { minLength: 2, maxLength: 4 }), async (tables) => {
      const made = await combined(
        tables.map((columns) =>
          Object.fromEntries(Object.entries(columns).map(([key, cells]) => [key, integers(...cells)])),
        ),
        { kind: 'stack', fileColumn: true },
      );
      const names = [...new Set(tables.flatMap((columns) => Object.keys(columns)))];
      const expected = tables.flatMap((columns, i) =>
        (columns['a'] ?? []).map((_, row) => [
          ...names.map((key) => columns[key]?.[row] ?? null),
          `${String.fromCharCode(97 + i)}.csv`,
        ]),
      );
      expect(made.names).toEqual([...names, 'file']);
      expect(made.cells).toEqual(expected);
      const told = made.warnings.filter(({ code }) => code === 'COLUMN_NOT_EVERYWHERE');
      const gaps = names.filter((key) => tables.some((columns) => columns[key] === undefined));
      expect(told.map(({ column }) => column)).toEqual(gaps);
    }),
    { numRuns: 12 },
  );
});

test('types are reconciled', async () => {
  const made = await combined(
    [
      {
        n: integers(1, 2),
        mixed: integers(7, null),
        Name: words('x', 'y'),
        e: integers(3, 4),
        d: { type: 'date', cells: ['2024-01-31', null] },
      },
      {
        NAME: words('z'),
        n: { type: 'decimal', cells: [2.5] },
        mixed: words('k'),
        e: words(null),
        d: { type: 'datetime', cells: ['2024-02-01 10:30:00'] },
      },
      { n: integers(null), mixed: { type: 'decimal', cells: [4] }, name: words(null) },
    ],
    { kind: 'stack' },
  );
  expect(made.names).toEqual(['n', 'mixed', 'Name', 'e', 'd']);
  expect(made.preview.columns.map(({ type }) => type)).toEqual([
    'decimal',
    'category',
    'category',
    'integer',
    'datetime',
  ]);
  expect(made.cells).toEqual([
    [1, '7', 'x', 3, '2024-01-31T00:00:00'],
    [2, null, 'y', 4, null],
    [2.5, 'k', 'z', null, '2024-02-01T10:30:00'],
    [null, '4', null, null, null],
  ]);
  const differing = made.warnings.filter(({ code }) => code === 'COLUMN_TYPES_DIFFER');
  expect(differing.map(({ column }) => column)).toEqual(['n', 'mixed', 'd']);
});

test('the column of the file is no input by default, and takes no name of another', async () => {
  const made = await combined([{ file: integers(1) }, { file: integers(2) }], {
    kind: 'stack',
    fileColumn: true,
  });
  expect(made.columns).toMatchObject([{ name: 'file' }, { name: 'file (2)', identifier: true }]);
  expect(made.cells).toEqual([
    [1, 'a.csv'],
    [2, 'b.csv'],
  ]);
});

test('many rows stay in their order', async () => {
  await withFolder(async (folder) => {
    const parts = [];
    for (const [i, name] of ['a', 'b'].entries()) {
      const parquet = join(folder, `${name}.parquet`);
      await writeTable(parquet, `SELECT range + ${String(i * 300_000)} AS n FROM range(300000)`);
      parts.push({
        name,
        parquet,
        fingerprint: name,
        rows: 300_000,
        columns: [{ name: 'n', type: 'integer' as const, empty: false }],
      });
    }
    const made = await combine(
      { parts, how: { kind: 'stack', fileColumn: false }, directory: folder },
      context(),
    );
    // Running numbers: only told when each is one more than the one before.
    expect(made).toMatchObject({ rows: 600_000, columns: [{ identifier: true }] });
  });
});

/** pandas.merge with validate="m:1" by nested loops; missing keys meet nothing. */
function merged(left: [Cell, Cell][], right: [Cell, Cell][], type: 'left' | 'inner'): Cell[][] {
  return left.flatMap(([key, own]) => {
    const found = key === null ? undefined : right.find(([other]) => other === key);
    if (found === undefined) return type === 'left' ? [[key, own, null]] : [];
    return [[key, own, found[1]]];
  });
}

test('a join is what pandas.merge gives, in the order of the first data set, with its counts', async () => {
  const side = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(side, side, fc.constantFrom('left', 'inner'), async (left, right, type) => {
      const expected = merged(left, right, type);
      const options = { kind: 'join', keys: [{ left: 'k', right: 'id' }], type, duplicates: 'first' };
      const made = combined(
        [
          { k: integers(...left.map(([key]) => key)), v: integers(...left.map(([, own]) => own)) },
          { id: integers(...right.map(([key]) => key)), v: integers(...right.map(([, own]) => own)) },
        ],
        options,
      );
      if (expected.length === 0) {
        await expect(made).rejects.toMatchObject({ code: 'COMBINE_UNSUITABLE' });
        return;
      }
      const { cells, names, preview } = await made;
      expect(names).toEqual(['k', 'v', 'v (b.csv)']);
      expect(cells).toEqual(expected);
      const keys = right.flatMap(([key]) => (key === null ? [] : [key]));
      const repeated = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
      const leftKeys = new Set(left.map(([key]) => key));
      expect(preview.matches).toMatchObject({
        leftRows: left.length,
        leftMatched: left.filter(([key]) => key !== null && keys.includes(key)).length,
        rightMatched: keys.filter((key) => leftKeys.has(key)).length,
        repeatedKeys: repeated.size,
      });
    }),
    { numRuns: 20 },
  );
});

test('several keys are compared together', async () => {
  const made = await combined(
    [
      { shop: words('x', 'x', 'y'), day: integers(1, 2, 1), n: integers(5, 6, 7) },
      {
        day: { type: 'decimal', cells: [1, 2, 2] },
        shop: words('y', 'x', 'y'),
        open: { type: 'boolean', cells: [true, false, true] },
      },
    ],
    {
      kind: 'join',
      keys: [
        { left: 'shop', right: 'shop' },
        { left: 'day', right: 'day' },
      ],
    },
  );
  expect(made.names).toEqual(['shop', 'day', 'n', 'open']);
  expect(made.cells.map((row) => row[3])).toEqual([null, false, true]);
});

const join2 = { kind: 'join', keys: [{ left: 'k', right: 'k' }] };
const twice = { k: integers(1, 1, 2), v: integers(1, 2, 3) };
test.each([
  ['no common column', [{ a: integers(1) }, { b: integers(1) }], { kind: 'stack' }, /b\.csv|a\.csv/],
  ['a missing key', [{ k: integers(1) }, { b: integers(1) }], join2, /b\.csv has no column "k"/],
  ['keys of different types', [{ k: integers(1) }, { k: words('1') }], join2, /different types/],
  ['a repeated key', [{ k: integers(1) }, twice], join2, /1 key occurs more than once in b\.csv/],
  [
    'an inner join of nothing',
    [{ k: integers(9) }, { k: integers(1) }],
    { ...join2, type: 'inner' },
    /No row/,
  ],
  ['a single data set', [{ k: integers(1) }], { kind: 'stack' }, /number of data sets/],
  ['a join of three', [twice, twice, twice], join2, /number of data sets/],
])('%s is refused', async (_, tables: Table[], how, message) => {
  await expect(combined(tables, how)).rejects.toMatchObject({
    code: 'COMBINE_UNSUITABLE',
    message: expect.stringMatching(message) as string,
  });
});

test('the same file twice is told, the same data set twice refused', async () => {
  const made = await combined([{ a: integers(1) }, { a: integers(1) }], { kind: 'stack' });
  expect(made.warnings).toMatchObject([{ code: 'SAME_FILE' }]);
  await withFolder(async (folder) => {
    const part = { name: 'a', parquet: join(folder, 'a.parquet'), fingerprint: '', rows: 1, columns: [] };
    const how = combineSchema.parse({ kind: 'stack' });
    await writeTable(part.parquet, 'SELECT 1 AS a');
    await expect(combination({ parts: [part, part], how }, context())).rejects.toMatchObject({
      code: 'COMBINE_UNSUITABLE',
    });
  });
});
