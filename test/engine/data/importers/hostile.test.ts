import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import yazl from 'yazl';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { importFile } from '../../../../src-main/engine/data/importers/import';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import { context, importPath, importText, place } from './support';

const folder = join(import.meta.dirname, '../../../fixtures/formats');
const fixture = (name: string): Promise<Buffer> => readFile(join(folder, name));

/** The error of an import, or the number of rows that it gave. */
async function outcomeOf(content: string | Uint8Array, name: string): Promise<StrongroomError | number> {
  const path = place('file');
  await writeFile(path, content);
  try {
    return (await importFile({ path, name, directory: place('dataset') }, context())).rows;
  } catch (error) {
    if (error instanceof StrongroomError && error.code !== 'INTERNAL') return error;
    throw error;
  }
}

async function zipOf(members: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const path = place('made.zip');
  const output = createWriteStream(path);
  zip.outputStream.pipe(output);
  await finished(output);
  return readFile(path);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook of one sheet, as little as it takes. */
const workbookOf = (sheet: string, more: Record<string, string> = {}, relations = ''): Promise<Buffer> =>
  zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${packaged}"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}"><Relationship Id="s" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>${relations}</Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  });
const sheetOf = (rows: string, after = ''): string =>
  `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after}</worksheet>`;
const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: string[]): string => `<row>${cells.join('')}</row>`;
const number = (value: number): string => `<c><v>${value}</v></c>`;

test('bombs are refused while they are unpacked', async () => {
  const zeros = Buffer.alloc(300 * 1024 * 1024, 'a,b\n');
  expect(await outcomeOf(gzipSync(zeros), 'bomb.csv.gz')).toMatchObject({ code: 'FILE_TOO_LARGE' });
  const zip = await zipOf({ 'bomb.csv': zeros });
  expect(await outcomeOf(zip, 'bomb.zip')).toMatchObject({ code: 'FILE_TOO_LARGE' });
  // The header tells a small size: what comes out counts.
  const lying = Buffer.from(zip);
  const directory = lying.lastIndexOf(Buffer.from('504b0102', 'hex'));
  lying.writeUInt32LE(1_000, directory + 24);
  expect(await outcomeOf(lying, 'lying.zip')).toMatchObject({ code: expect.stringMatching(/^FILE_/) });
  const sheet = sheetOf(row(text('a'.repeat(300 * 1024 * 1024))));
  expect(await outcomeOf(await workbookOf(sheet), 'bomb.xlsx')).toMatchObject({ code: 'FILE_TOO_LARGE' });
  const nested = await zipOf({ 'a.zip': await zipOf({ 'b.zip': await zipOf({ 'c.zip': zip }) }) });
  expect(await outcomeOf(nested, 'nested.zip')).toBeInstanceOf(StrongroomError);
}, 120_000);

test('a million empty rows cost little and are no rows', async () => {
  const empty = Array.from(
    { length: 1_048_570 },
    (_, i) => `<row r="${i + 4}"><c r="A${i + 4}" s="1"/></row>`,
  );
  const rows = `${row(text('a'), text('b'))}${row(number(1), number(2))}${row(number(3), number(4))}${empty.join('')}`;
  const path = place('empty-rows.xlsx');
  await writeFile(
    path,
    await workbookOf(sheetOf(rows, '<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>')),
  );
  const before = process.memoryUsage().rss;
  const { rows: read } = await importPath(path, { name: 'empty-rows.xlsx' });
  expect(read).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(400);
});

test('names that are properties of every object do no harm', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const bytes = await workbookOf(
    sheetOf(row(...names.map(text)) + row(...[1, 2, 3, 4].map(number)) + row(...[5, 6, 7, 8].map(number))),
  );
  const record = '{"__proto__": 1, "constructor": {"prototype": {"polluted": 2}}, "toString": 3}';
  for (const [content, name, count] of [
    [bytes, 'names.xlsx', 4],
    [`${names.join(',')}\n1,2,3,4\n5,6,7,8\n`, 'names.csv', 4],
    [`[${record},${record}]`, 'names.json', 3],
  ] as const) {
    const path = place(name);
    await writeFile(path, content);
    const { outcome, profile } = await importPath(path, { name });
    expect(outcome.columns).toHaveLength(count);
    // The only one that a record cannot hold gets another name.
    expect(outcome.columns[0]?.name).toBe('__proto__ (2)');
    expect(profile.columns[0]).toMatchObject({ name: '__proto__ (2)', numbers: expect.anything() });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('polluted' in {}).toBe(false);
});

test('formulas are what they last showed; links to other files are told and not followed', async () => {
  const link = `<Relationship Id="x" Type="${office}/externalLink" Target="externalLinks/externalLink1.xml"/>`;
  const formula = (value: string): string =>
    `<c t="str"><f>WEBSERVICE("http://127.0.0.1:9/")&amp;[1]S!A1</f><v>${value}</v></c>`;
  const bytes = await workbookOf(
    sheetOf(row(text('a'), text('b')) + row(formula('x'), number(1)) + row(formula('y'), number(2))),
    { 'xl/externalLinks/externalLink1.xml': '<externalLink/>' },
    link,
  );
  const path = place('links.xlsx');
  await writeFile(path, bytes);
  const { rows, outcome } = await importPath(path, { name: 'links.xlsx' });
  expect(rows).toEqual([
    ['x', 1],
    ['y', 2],
  ]);
  expect(outcome.warnings).toMatchObject([{ code: 'EXTERNAL_LINKS' }]);
});

test('entities that grow without end, or name files, are refused', async () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
  for (const entity of ['&b;', '&f;']) {
    const sheet = sheetOf(row(text('a')) + row(text(entity))).replace('<?xml version="1.0"?>', laughs);
    expect(await outcomeOf(await workbookOf(sheet), 'laughs.xlsx')).toMatchObject({ code: 'FILE_DAMAGED' });
  }
});

test('files that are not what their names say, and damaged ones, are told', async () => {
  const parquet = await fixture('table.parquet');
  const xlsx = await fixture('table.xlsx');
  const page = '<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>';
  const cases: [content: string | Buffer, name: string, code: string][] = [
    ['a,b\n1,2\n', 'table.parquet', 'FILE_FORMAT_MISMATCH'],
    ['a,b\n1,2\n', 'table.json', 'FILE_FORMAT_MISMATCH'],
    ['[1, 2, 3]', 'numbers.json', 'FILE_FORMAT_MISMATCH'],
    [page, 'table.csv', 'FILE_FORMAT_MISMATCH'],
    [page, 'table.xls', 'FILE_FORMAT_MISMATCH'],
    [parquet.subarray(0, 4_000), 'cut.parquet', 'FILE_DAMAGED'],
    [parquet.subarray(0, parquet.length - 4), 'cut.parquet', 'FILE_DAMAGED'],
    [Buffer.concat([Buffer.from('PARE'), parquet.subarray(4)]), 'locked.parquet', 'FILE_DAMAGED'],
    [xlsx.subarray(0, 3_000), 'cut.xlsx', 'FILE_DAMAGED'],
    [(await fixture('table.xls')).subarray(0, 1_000), 'cut.xls', 'FILE_DAMAGED'],
    [(await fixture('table.ods')).subarray(0, 1_000), 'cut.ods', 'FILE_DAMAGED'],
    [(await fixture('tables.zip')).subarray(0, 1_000), 'cut.zip', 'FILE_DAMAGED'],
    [(await fixture('table.csv.gz')).subarray(0, 100), 'cut.csv.gz', 'FILE_DAMAGED'],
    ['[{"a": 1}, {"a": 2', 'cut.json', 'FILE_DAMAGED'],
    ['{"a": \n{"b": \n', 'cut.jsonl', 'FILE_DAMAGED'],
    ['[{"a": 1, "a": 2}]', 'twice.json', 'FILE_DAMAGED'],
    ['[]', 'none.json', 'HEADER_ONLY'],
    [`[{"a": "${'x'.repeat(40 << 20)}"}]`, 'long.json', 'LINE_TOO_LONG'],
    [await workbookOf(sheetOf('')), 'empty.xlsx', 'SHEET_NOT_FOUND'],
    [await workbookOf(sheetOf('<row><c r="ZZZZ1"><v>1</v></c></row>')), 'beyond.xlsx', 'FILE_DAMAGED'],
    [await workbookOf('<worksheet><sheetData><row></worksheet>'), 'broken.xlsx', 'FILE_DAMAGED'],
    [await zipOf({ 'picture.png': 'x' }), 'pictures.zip', 'HEADER_ONLY'],
    [await zipOf({ 'word/document.xml': '<x/>', '[Content_Types].xml': '<Types/>' }), 'letter.docx', 'FILE'],
  ];
  for (const [content, name, code] of cases) {
    const found = await outcomeOf(content, name);
    expect([name, found instanceof StrongroomError ? found.code : found]).toEqual([
      name,
      code === 'FILE' ? expect.stringMatching(/^(FILE_|HEADER|NO_)/) : code,
    ]);
    if (found instanceof StrongroomError) expect(found.next).toBeTruthy();
  }
});

const names = [
  'table.xlsx',
  'table.xls',
  'table.ods',
  'table.parquet',
  'table.json',
  'tables.zip',
  'table.csv.gz',
];

test.each(names)('%s, cut or with bytes changed, is read or refused with a code', async (name) => {
  const whole = await fixture(name);
  const place = fc.nat({ max: whole.length - 1 });
  const change = fc.record({
    cut: fc.option(place),
    flips: fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ cut, flips }) => {
      const bytes = Buffer.from(whole);
      for (const [at, by] of flips) bytes[at] = (bytes[at] ?? 0) ^ by;
      await outcomeOf(cut === null ? bytes : bytes.subarray(0, cut), name);
    }),
    { numRuns: 40 },
  );
});

test('any bytes behind any magic are refused with a code, under any name', async () => {
  const magics = [
    '',
    'PAR1',
    'PK\x03\x04',
    '\x1f\x8b\x08',
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    '{"a":',
    '[{',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...magics),
      fc.uint8Array({ maxLength: 600 }),
      fc.constantFrom('x.csv', 'x.xlsx', 'x.xls', 'x.parquet', 'x.json', 'x.zip', 'x'),
      async (magic, bytes, name) => {
        const content = Buffer.concat([Buffer.from(magic, 'latin1'), bytes]);
        await outcomeOf(content, name);
        const path = place('looked-at');
        await writeFile(path, content);
        await inspect({ path, name }, context()).catch((error: unknown) => {
          if (!(error instanceof StrongroomError) || error.code === 'INTERNAL') throw error;
        });
      },
    ),
    { numRuns: 80 },
  );
});

test('values of a sheet come back as they were written, whatever they are', async () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => `t ${value} t`),
  );
  const escape = (value: string): string =>
    value.replace(/[<&>]/g, (mark) => `&#${mark.charCodeAt(0)};`).replaceAll('_x', '_x005F_x');
  const cellXml = (value: number | boolean | string): string =>
    typeof value === 'number'
      ? number(value)
      : typeof value === 'boolean'
        ? `<c t="b"><v>${Number(value)}</v></c>`
        : text(escape(value));
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (values) => {
      const rows = values.map((value) => row(text('key'), cellXml(value))).join('');
      const path = place('values.xlsx');
      await writeFile(path, await workbookOf(sheetOf(row(text('k'), text('v')) + rows)));
      const { rows: read } = await importPath(path, {
        name: 'values.xlsx',
        types: { v: 'category' },
        reading: { missingWords: [], hasHeader: true },
      });
      expect(read.map(([, value]) => value)).toEqual(
        values.map((value) => String(Object.is(value, -0) ? 0 : value)),
      );
    }),
    { numRuns: 30 },
  );
});

test('a text that begins like JSON under the name of a table of text is that table', async () => {
  const { rows } = await importText('[x],{y}\n1,2\n3,4\n', { name: 'odd.csv' });
  expect(rows).toHaveLength(2);
});
