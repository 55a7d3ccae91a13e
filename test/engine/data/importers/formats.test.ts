import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { context, importPath, importText, typesOf } from './support';

const folder = join(import.meta.dirname, '../../../fixtures/formats');
const fixture = (name: string): string => join(folder, name);
const expected: Record<string, { names: string[]; rows: Cell[][] }> = JSON.parse(
  await readFile(fixture('expected.json'), 'utf8'),
);
const open = (name: string, options: Parameters<typeof importPath>[1] = {}) =>
  importPath(fixture(name), { name, ...options });

/** What pandas and we write differently: pandas has booleans with missing ones as numbers, and dates as moments. */
const plain = (cell: Cell): Cell =>
  typeof cell === 'boolean'
    ? Number(cell)
    : typeof cell === 'string' && /^\d{4}-\d\d-\d\d$/.test(cell)
      ? `${cell}T00:00:00`
      : cell;
const plainRows = (rows: Cell[][]): Cell[][] => rows.map((row) => row.map(plain));

test.each(['table.xlsx', 'epoch-1904.xlsx', 'table.xls', 'table.ods', 'table.parquet'])(
  '%s holds what pandas reads from it',
  async (name) => {
    const { outcome, rows } = await open(name);
    const names = expected[name]?.names ?? [];
    expect(outcome.columns.slice(0, names.length).map((column) => column.name)).toEqual(names);
    expect(typesOf(outcome.columns)).toMatchObject({
      id: 'integer',
      name: 'category',
      price: 'decimal',
      day: 'date',
      moment: 'datetime',
      active: 'boolean',
    });
    expect(plainRows(rows.map((row) => row.slice(0, names.length)))).toEqual(
      plainRows(expected[name]?.rows ?? []),
    );
    expect(outcome.reading.format).toBe(name.endsWith('.parquet') ? 'parquet' : 'workbook');
  },
);

test.each(['table.json', 'table.jsonl'])('%s holds what pandas reads from it', async (name) => {
  const { outcome, rows } = await open(name);
  const { names = [], rows: theirs = [] } = expected['table.json'] ?? {};
  expect(outcome.columns.map((column) => column.name)).toEqual(names);
  expect(plainRows(rows)).toEqual(plainRows(theirs));
  expect(typesOf(outcome.columns)).toMatchObject({
    id: 'integer',
    code: 'category',
    price: 'decimal',
    day: 'date',
    moment: 'datetime',
    active: 'boolean',
    'where.at.lat': 'decimal',
  });
});

test('what a Parquet file nests is taken apart; lists become text, bytes are left out', async () => {
  const { outcome, rows } = await open('table.parquet');
  const types = typesOf(outcome.columns);
  expect(types).toMatchObject({
    'nested.a': 'integer',
    'nested.b.c': 'category',
    list: 'category',
    zone: 'datetime',
    kind: 'category',
    large: 'category',
  });
  expect(types).not.toHaveProperty('bytes');
  const at = (name: string): Cell[] => {
    const index = outcome.columns.findIndex((column) => column.name === name);
    return rows.map((row) => row[index] ?? null);
  };
  expect(at('nested.a')).toEqual([1, 2, null, 4, 5, 6]);
  expect(at('nested.b.c')).toEqual(['x', null, null, null, 'y', 'z']);
  expect(at('list')).toEqual(['[1,2]', '[]', null, '[3]', '[4]', '[5]']);
  expect(at('zone')).toEqual(Array(6).fill('2024-07-01T10:00:00'));
  expect(at('large')[0]).toBe('9223372036854775808');
  expect(at('kind')).toEqual(['a', 'b', 'a', null, 'b', 'a']);
  expect(outcome.warnings).toMatchObject([{ code: 'COLUMN_LEFT_OUT' }]);
});

test('packed tables are unpacked: .gz, and the member of a .zip that is asked for', async () => {
  const gzip = await open('table.csv.gz');
  expect(gzip.outcome).toMatchObject({ rows: 6, bytes: (await readFile(fixture('table.csv.gz'))).length });
  expect(gzip.rows[1]?.[1]).toBe('Börje, Åke');
  const first = await open('tables.zip');
  expect(first.outcome).toMatchObject({ rows: 6, reading: { member: 'a.csv' } });
  expect(first.outcome.warnings).toContainEqual(expect.objectContaining({ code: 'SEVERAL_MEMBERS' }));
  expect(first.rows).toEqual(gzip.rows);
  const second = await open('tables.zip', { reading: { member: 'folder/b.csv' } });
  expect(second.rows).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const book = await open('tables.zip', { reading: { member: 'book.xlsx' } });
  expect(plainRows(book.rows)).toEqual(plainRows(expected['table.xlsx']?.rows ?? []));
  await expect(open('tables.zip', { reading: { member: 'c.csv' } })).rejects.toMatchObject({
    code: 'MEMBER_NOT_FOUND',
  });
  const { members } = await inspect({ path: fixture('tables.zip'), name: 'tables.zip' }, context());
  expect(members?.map(({ name }) => name)).toEqual(['a.csv', 'book.xlsx', 'folder/b.csv']);
});

test('a sheet, a range and the row of names are chosen, and found when they are not', async () => {
  const found = await open('layout.xlsx');
  expect(found.outcome.reading).toMatchObject({ sheet: 'Sales 2024', headerRow: 4 });
  expect(found.outcome.columns.map(({ name }) => name)).toEqual(['region', 'month', 'units', 'price']);
  expect(found.rows).toEqual([
    ['north', 'January', 10, 0],
    ['north', 'February', 20, 1.5],
    ['north', 'March', 30, 3],
    ['south', 'January', 40, 4.5],
    ['south', 'February', 50, 6],
    ['south', 'March', null, null],
  ]);
  expect(found.outcome.warnings.map(({ code }) => code)).toEqual([
    'SEVERAL_SHEETS',
    'ROWS_ABOVE_NAMES',
    'MERGED_CELLS',
    'CELL_ERRORS',
    'UNCALCULATED_FORMULAS',
  ]);
  const inspection = await inspect({ path: fixture('layout.xlsx'), name: 'layout.xlsx' }, context());
  expect(inspection.sheets).toEqual([
    { name: 'Hidden notes', hidden: true },
    { name: 'Sales 2024', hidden: false },
    { name: 'Other', hidden: false },
  ]);
  expect(inspection.sample[0]).toEqual(['north', 'January', '10', '0']);
  const range = await open('layout.xlsx', { reading: { sheet: 'Sales 2024', range: 'C4:D7' } });
  expect(range.outcome.columns.map(({ name }) => name)).toEqual(['month', 'units']);
  expect(range.rows).toHaveLength(3);
  const later = await open('layout.xlsx', {
    reading: { sheet: 'Sales 2024', headerRow: 6, hasHeader: false },
  });
  expect(later.rows).toHaveLength(5);
  const other = await open('layout.xlsx', { reading: { sheet: 'Other' } });
  expect(other.rows).toEqual([
    [1, 2],
    [3, 4],
  ]);
  await expect(open('layout.xlsx', { reading: { sheet: 'None' } })).rejects.toMatchObject({
    code: 'SHEET_NOT_FOUND',
    expected: expect.stringContaining('"Other"'),
  });
  for (const range of ['Z1:A9', 'nonsense', 'AAAA1', 'A0:B2', 'J20:K30']) {
    await expect(open('layout.xlsx', { reading: { sheet: 'Other', range } })).rejects.toMatchObject({
      code: 'SHEET_NOT_FOUND',
    });
  }
});

test('merged cells of an OpenDocument sheet show their value in each of them', async () => {
  const { rows } = await open('table.ods', { reading: { sheet: 'Merged' } });
  expect(rows).toEqual([
    ['a', 1],
    ['a', 2],
    ['b', 3],
  ]);
});

test('JSON of a web service, and the doubts of dates that are not ISO', async () => {
  const wrapped = await importText('{"data": [{"a": 1, "d": "03/04/2024"}, {"a": 2, "d": "05/06/2024"}]}', {
    name: 'answer.json',
  });
  expect(wrapped.rows).toEqual([
    [1, '2024-04-03'],
    [2, '2024-06-05'],
  ]);
  expect(wrapped.outcome.warnings).toMatchObject([{ code: 'AMBIGUOUS_DATES', column: 'd' }]);
  const marked = await importText('\ufeff[{"a": "NA"}, {"a": "x"}, {"a": 7}]', { name: 'marked.json' });
  expect(marked.rows).toEqual([['NA'], ['x'], ['7']]);
});

test('types that are asked for hold in typed formats too', async () => {
  const { outcome, rows } = await open('table.parquet', {
    types: { id: 'category', price: 'category', name: 'decimal', day: 'datetime', active: 'category' },
  });
  expect(rows.map((row) => row.slice(0, 6))[0]).toEqual([
    '1',
    null,
    '0.1',
    '2024-02-29T00:00:00',
    '2024-02-29T13:45:30',
    'true',
  ]);
  expect(outcome.warnings).toContainEqual(
    expect.objectContaining({ code: 'UNREADABLE_VALUES', column: 'name', rows: 5 }),
  );
});

test('content decides, and a name that says otherwise is told', async () => {
  const workbook = await importPath(fixture('table.xlsx'), { name: 'table.csv' });
  expect(workbook.outcome.warnings).toContainEqual(expect.objectContaining({ code: 'FORMAT_BY_CONTENT' }));
  const text = await importText('a\tb\n1\t2\n3\t4\n', { name: 'export.xls' });
  expect(text.rows).toHaveLength(2);
  expect(text.outcome.warnings).toContainEqual(expect.objectContaining({ code: 'FORMAT_BY_CONTENT' }));
  const lines = await importText('{"a": 1}\n{"a": 2}\n', { name: 'log.txt' });
  expect(lines.rows).toEqual([[1], [2]]);
});
