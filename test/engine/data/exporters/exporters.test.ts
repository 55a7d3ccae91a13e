import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportData } from '../../../../src-main/engine/data/exporters';
import type { ExportFormat } from '../../../../src-main/contract/schemas/formats';
import { writeParquet } from '../../../support/table';
import { context, importPath, place } from '../importers/support';

const columns = '"n" BIGINT, "x" DOUBLE, "flag" BOOLEAN, "day" DATE, "at" TIMESTAMP, "words" VARCHAR';
const rows = [
  [1, 0.1, true, '2024-02-29', '2024-02-29 13:45:30.5', '=1+1'],
  [2, -1e-7, false, '1900-03-01', '2038-01-19 03:14:07', 'a, "b"\nc < d & e'],
  [null, null, null, null, null, null],
  ['9007199254740993', 1e100, true, '1899-01-01', '1850-06-01 00:00:00', '@SUM(A1)'],
  [5, 5, false, '2100-01-01', '1970-01-01 00:00:01', ' _x0041_ \u0001 –'],
];

async function exported(format: ExportFormat) {
  const parquet = place('data.parquet');
  await writeParquet(parquet, columns, rows);
  const path = place(`table.${format}`);
  return { path, parquet, ...(await exportData({ parquet, path, format }, context())) };
}

const types = {
  n: 'integer',
  x: 'decimal',
  flag: 'boolean',
  day: 'date',
  at: 'datetime',
  words: 'category',
} as const;
const reading = { missingWords: [], dateOrder: 'ymd' } as const;

test.each(['csv', 'xlsx', 'parquet'] as const)(
  '%s comes back as it was, formulas in CSV aside',
  async (format) => {
    const { path, parquet, warnings, rows: count } = await exported(format);
    expect(count).toBe(rows.length);
    const options = { types, reading: { ...reading, missingWords: [] } };
    const before = await importPath(parquet, { name: 'data.parquet', ...options });
    const after = await importPath(path, { name: `table.${format}`, ...options });
    const expected = before.rows.map((row) =>
      row.map((cell) =>
        format === 'csv' && typeof cell === 'string' && /^[=@]/.test(cell) ? `'${cell}` : cell,
      ),
    );
    // A row of a sheet in which nothing stands is no row.
    const isRow = (row: unknown[]): boolean => format !== 'xlsx' || row.some((cell) => cell !== null);
    expect(after.rows).toEqual(expected.filter(isRow));
    expect(warnings.map(({ code, rows: concerned }) => [code, concerned])).toEqual(
      format === 'csv' ? [['FORMULAS_DEFUSED', 2]] : [],
    );
  },
);

test('another reader finds the same in the XLSX, and no formula', async () => {
  const { path } = await exported('xlsx');
  const book = read(await readFile(path), { type: 'buffer', cellFormula: true, UTC: true, cellDates: true });
  const sheet = book.Sheets['Data'];
  if (sheet === undefined) throw new Error('no sheet');
  const cells = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true });
  expect(cells[0]).toEqual(['n', 'x', 'flag', 'day', 'at', 'words']);
  expect(cells[1]?.slice(0, 3)).toEqual([1, 0.1, true]);
  expect(cells[1]?.[3]).toEqual(new Date('2024-02-29T00:00:00Z'));
  expect(cells[1]?.[5]).toBe('=1+1');
  expect(cells[4]?.slice(0, 4)).toEqual(['9007199254740993', 1e100, true, '1899-01-01']);
  expect(Object.values(sheet).some((cell) => typeof cell === 'object' && cell !== null && 'f' in cell)).toBe(
    false,
  );
});

test('text of any kind comes back from XLSX', async () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 30 })
    .map((value) => `${value.replaceAll('\0', '').replace(/\r\n?/g, '\n')}.`);
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 10 }), async (values) => {
      const parquet = place('text.parquet');
      await writeParquet(
        parquet,
        '"k" BIGINT, "t" VARCHAR',
        values.map((value, i) => [i, value]),
      );
      const path = place('text.xlsx');
      await exportData({ parquet, path, format: 'xlsx' }, context());
      const { rows: after } = await importPath(path, {
        name: 'text.xlsx',
        types: { t: 'category' },
        reading: { missingWords: [], hasHeader: true },
      });
      expect(after.map(([, value]) => value)).toEqual(values);
    }),
    { numRuns: 25 },
  );
});

test('a table that is too long for a sheet is refused', async () => {
  const parquet = place('long.parquet');
  await writeParquet(parquet, '"a" BIGINT', [[1]]);
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT range AS a FROM range(1048576)) TO '${parquet}' (FORMAT parquet)`);
  connection.closeSync();
  await expect(
    exportData({ parquet, path: join(place('x'), '..', 'long.xlsx'), format: 'xlsx' }, context()),
  ).rejects.toMatchObject({ code: 'EXPORT_TOO_LARGE' });
});
