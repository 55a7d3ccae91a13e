import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importFile } from '../../../../src-main/engine/data/importers/import';
import { context, fileOf, importPath, importText, place } from './support';
import { zip } from './zip';

const fixtures = join(import.meta.dirname, '../../../fixtures/formats');
const text = 'name,age\nAda,36\nGrace,45\n';
const rows = [
  ['Ada', 36],
  ['Grace', 45],
];

test.each([
  ['table.xlsx', 'table.csv'],
  ['table.xls', 'table.csv'],
  ['table.ods', 'table.csv'],
  ['table.xlsx', 'table.json'],
  ['table.parquet', 'table.csv'],
  ['table.parquet', 'table.xlsx'],
  ['table.json', 'table.csv'],
])('%s under the name %s is read as what it is, and told', async (file, name) => {
  const own = await importPath(join(fixtures, file), { name: file });
  const named = await importPath(join(fixtures, file), { name });
  expect(named.rows).toEqual(own.rows);
  expect(named.outcome.columns).toEqual(own.outcome.columns);
  expect(named.outcome.warnings.map(({ code }) => code)).toContain('FORMAT_BY_CONTENT');
});

test.each(['table.xlsx', 'table.xls', 'table.ods'])(
  'text under the name %s is read as text, and told',
  async (name) => {
    const read = await importText(text, { name });
    expect(read.rows).toEqual(rows);
    expect(read.outcome.warnings).toMatchObject([{ code: 'FORMAT_BY_CONTENT' }]);
  },
);

test('a package is known by its content, whatever its name', async () => {
  const packed = await zip(new Map([['inner/people.csv', text]]));
  for (const name of ['people.csv', 'people.xlsx', 'people.zip', 'people']) {
    expect((await importText(packed, { name })).rows).toEqual(rows);
    expect((await importText(gzipSync(text), { name })).rows).toEqual(rows);
  }
});

test.each<[string, () => Promise<string | Buffer>, string, string]>([
  [
    'a zip of pictures',
    () => zip(new Map([['a.png', Buffer.from('89504e470d0a1a0a', 'hex')]])),
    'book.xlsx',
    'FILE_NOT_TEXT',
  ],
  ['a zip of nothing', () => zip(new Map()), 'book.xlsx', 'FILE_NOT_TEXT'],
  [
    'a workbook without its sheet',
    () =>
      zip(
        new Map([
          ['xl/workbook.xml', '<workbook/>'],
          ['[Content_Types].xml', '<Types/>'],
        ]),
      ),
    'book.xlsx',
    'SHEET_NOT_FOUND',
  ],
  [
    'a web page',
    () => Promise.resolve('<html><table><tr><td>1</td></tr></table></html>'),
    'report.xls',
    'FILE_FORMAT_MISMATCH',
  ],
  [
    'a web page behind a mark',
    () => Promise.resolve('\ufeff<!DOCTYPE html><html></html>'),
    'report.xls',
    'FILE_FORMAT_MISMATCH',
  ],
  [
    'a picture',
    () => Promise.resolve(Buffer.from('ffd8ffe000104a464946', 'hex')),
    'table.csv',
    'FILE_NOT_TEXT',
  ],
  ['a PDF', () => Promise.resolve('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'table.csv', 'FILE_NOT_TEXT'],
  ['names alone, in JSON', () => Promise.resolve('[]'), 'table.json', 'HEADER_ONLY'],
  ['nothing, packed', () => Promise.resolve(gzipSync('')), 'table.csv.gz', 'FILE_EMPTY'],
])('%s is refused with a code and what to do', async (_, content, name, code) => {
  const path = await fileOf(await content());
  const refused = importFile({ path, name, directory: place('dataset') }, context());
  await expect(refused).rejects.toMatchObject({ code, next: expect.any(String) });
});

test('carriage returns alone end lines, in a small file and in a large one', async () => {
  const small = await importText('a,b\r1,x\r2,"y\rz"\r');
  expect(small.rows).toEqual([
    [1, 'x'],
    [2, 'y\nz'],
  ]);
  const many = Array.from({ length: 200_000 }, (_, i) => `${i},word ${i % 3}`);
  const large = await importText(`a,b\r${many.join('\r')}\r`);
  expect(large.outcome.rows).toBe(many.length);
  expect(large.outcome.columns.map(({ type }) => type)).toEqual(['integer', 'category']);
});

test('repeated and empty names are made unique in every format', async () => {
  const csv = await importText('a,,a,\n1,2,3,4\n');
  expect(csv.outcome.columns.map(({ name }) => name)).toEqual(['a', 'column 2', 'a (2)', 'column 4']);
  const nested = await importText('[{"a.b": 1, "a": {"b": 2}}]', { name: 'names.json' });
  expect(nested.outcome.columns.map(({ name }) => name)).toEqual(['a.b', 'a.b (2)']);
});

test('formulas of delimited text are text, and stay what they are', async () => {
  const { rows: read } = await importText('a,b\n"=HYPERLINK(""http://127.0.0.1:9"")",1\n@SUM(A1),2\n');
  expect(read).toEqual([
    ['=HYPERLINK("http://127.0.0.1:9")', 1],
    ['@SUM(A1)', 2],
  ]);
});

test('a file that was not touched is still there, byte for byte', async () => {
  const path = join(fixtures, 'table.xlsx');
  const before = await readFile(path);
  await importPath(path, { name: 'table.xlsx' });
  expect((await readFile(path)).equals(before)).toBe(true);
});
