import { truncate, writeFile } from 'node:fs/promises';
import { memoryUsage } from 'node:process';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import { context, fileOf, importPath, importText, place } from './support';

const latin = (text: string): Buffer => iconv.encode(text, 'windows-1252');

test.each([
  ['in the sample', 0],
  ['behind the sample', 200_000],
])('lines of two encodings %s are each read in theirs, and told', async (_, before) => {
  const bytes = Buffer.concat([
    Buffer.from(`Größe,n\nsüß,1\n${'plain,2\n'.repeat(before)}`),
    latin('Müßig,3\nÄpfel,4\n'),
    Buffer.from('Café 漢字,5\n'),
  ]);
  const { outcome, rows } = await importText(bytes);
  expect(outcome.columns[0]?.name).toBe('Größe');
  expect(outcome.reading.encoding).toBe('utf-8');
  expect(outcome.warnings).toMatchObject([
    {
      code: 'MIXED_ENCODINGS',
      rows: 2,
      message: expect.stringContaining(`line ${before + 3}, ${before + 4}`),
    },
  ]);
  if (before === 0)
    expect(rows).toEqual([
      ['süß', 1],
      ['Müßig', 3],
      ['Äpfel', 4],
      ['Café 漢字', 5],
    ]);
});

test('a file of one encoding of eight bits is no mixture', async () => {
  const { outcome, rows } = await importText(latin('Größe,n\nsüß,1\nÄpfel,2\n'));
  expect(outcome.reading.encoding).toBe('windows-1252');
  expect(outcome.warnings).toEqual([]);
  expect(rows[0]).toEqual(['süß', 1]);
});

test('the first look tells of a mixture too', async () => {
  const bytes = Buffer.concat([Buffer.from('a,b\nsüß,1\n'), latin('Äpfel,2\n')]);
  const { warnings, values } = await inspect({ path: await fileOf(bytes), name: 'data.csv' }, context());
  expect(warnings.map(({ code }) => code)).toEqual(['MIXED_ENCODINGS']);
  expect(values?.[1]).toEqual(['Äpfel', 2]);
});

/** The largest resident size while something runs, in MiB above that before. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memoryUsage.rss())), 20);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return (most - before) / 2 ** 20;
}

test('a cell of two gigabytes behind a quote that is never closed is refused without being held', async () => {
  const path = place('cell.csv');
  await writeFile(path, `a,b\n${'1,2\n'.repeat(300_000)}3,"${'x'.repeat(2000)}`);
  // The rest of the cell takes no place on the disk.
  await truncate(path, 2 ** 31);
  const grown = await growth(() =>
    expect(importPath(path)).rejects.toMatchObject({ code: 'LINE_TOO_LONG', next: expect.any(String) }),
  );
  expect(grown).toBeLessThan(700);
}, 60_000);

test('a quote that is never closed before many rows costs one row, not those behind it nor the memory', async () => {
  const path = place('quote.csv');
  const rows = 1_500_000;
  await writeFile(
    path,
    `a,b\n1,"open\n${Array.from({ length: rows }, (_, i) => `${i},w${i % 9}`).join('\n')}\n`,
  );
  const grown = await growth(async () => {
    const { outcome, rejected } = await importPath(path);
    expect(outcome.rows).toBe(rows);
    expect(rejected).toMatchObject([{ line: 2, text: '1,"open' }]);
  });
  expect(grown).toBeLessThan(900);
}, 120_000);

test('a hundred thousand different words are a column like another', async () => {
  const lines = Array.from({ length: 120_000 }, (_, i) => `word ${i % 100_000},${i % 7}`);
  const { outcome, profile } = await importText(`word,n\n${lines.join('\n')}\n`);
  expect(outcome.rows).toBe(120_000);
  expect(profile.columns[0]).toMatchObject({ distinct: 100_000, missing: 0 });
  expect(profile.columns[0]?.top.length).toBeLessThanOrEqual(20);
}, 60_000);

test('names that JavaScript objects inherit are columns', async () => {
  const { outcome, profile, rows } = await importText(
    '__proto__,constructor,toString,hasOwnProperty\n1,2,a,b\n3,4,c,d\n',
    {
      types: { constructor: 'category' as const },
    },
  );
  expect(outcome.columns.map(({ name, type }) => [name, type])).toEqual([
    ['__proto__ (2)', 'integer'],
    ['constructor', 'category'],
    ['toString', 'category'],
    ['hasOwnProperty', 'category'],
  ]);
  expect(profile.columns).toHaveLength(4);
  expect(rows[0]).toEqual([1, '2', 'a', 'b']);
});

test.each(['"a,b",c', '"a""b",c', '"",c', '"a",c'])(
  'no row is lost behind a byte order mark and the header %s',
  async (header) => {
    const { outcome, rejected } = await importText(`\ufeff${header}\n1,2\n3,4\n`, {});
    expect(outcome.rows).toBe(2);
    expect(rejected).toEqual([]);
  },
);

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be') as fc.Arbitrary<
    'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be'
  >,
  hasHeader: fc.boolean(),
});
const word = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '7',
    '.',
    '-',
    ' ',
    '"',
    "'",
    ',',
    ';',
    '\t',
    '|',
    '\n',
    'ä',
    '中',
    '😀',
    '=',
    '\\',
    '#',
  ),
  maxLength: 8,
});

function written(
  rows: string[][],
  {
    delimiter,
    quote,
    lineBreak,
    encoding,
  }: { delimiter: string; quote: string; lineBreak: string; encoding: string },
): Buffer {
  const text = rows
    .map((row) =>
      row.map((cell) => `${quote}${cell.replaceAll(quote, quote + quote)}${quote}`).join(delimiter),
    )
    .join(lineBreak);
  const mark = encoding === 'utf-8' ? '' : '\ufeff';
  return iconv.encode(mark + text, encoding === 'utf-8-bom' ? 'utf-8' : encoding, { addBOM: false });
}

test('tables of any dialect come back cell by cell, as an independent parser reads them', async () => {
  const tables = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(tables, dialect, async (rows, how) => {
      const bytes = written(rows, how);
      const { delimiter, quote, encoding, hasHeader } = how;
      const { directory, outcome, rejected } = await importText(bytes, {
        reading: { delimiter, quote, encoding, hasHeader, missingWords: [] },
        types: {},
        keepText: true,
      });
      const decoded = iconv.decode(bytes, encoding === 'utf-8-bom' ? 'utf-8' : encoding);
      const parsed = Papa.parse<string[]>(decoded.replace(/^\ufeff/, ''), {
        delimiter,
        quoteChar: quote,
        newline: how.lineBreak,
      }).data;
      expect(parsed).toEqual(rows);
      const { openDatabase } = await import('../../../../src-main/engine/data/database');
      const path = `${directory}/text.parquet`;
      const database = await openDatabase({ files: [path], directories: [] });
      const kept = await database.rows(`SELECT * FROM read_parquet('${path}')`);
      database.close();
      const expected = hasHeader ? rows.slice(1) : rows;
      expect(rejected).toEqual([]);
      expect(outcome.rows).toBe(expected.length);
      expect(kept.map((row) => Object.values(row).map((cell) => cell ?? ''))).toEqual(expected);
    }),
    {
      numRuns: 60,
      examples: [
        [
          [
            [';', '', ''],
            ['', '', ''],
          ],
          { delimiter: ';', quote: '"', lineBreak: '\n', encoding: 'utf-8-bom', hasHeader: true },
        ],
      ],
    },
  );
}, 180_000);

test('whatever the bytes, every record is a row or named, or the file is refused with a code', async () => {
  let imported = 0;
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        'a,b\n',
        '1;2\r\n',
        '"',
        '""',
        '\n',
        '\r',
        ',',
        '\t',
        'é',
        'NA',
        '\0',
        '\ufeff',
        '01/02/2024,1,5\n',
        '__proto__,x\n',
      )
      .map((text) => Buffer.from(text)),
    fc.constantFrom('süß\n', 'Ä,1\n').map(latin),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 40 }), async (parts) => {
      const bytes = Buffer.concat(parts);
      const path = await fileOf(bytes);
      const looked = await inspect({ path, name: 'data.csv' }, context()).catch((error: unknown) => error);
      const read = await importPath(path).catch((error: unknown) => error);
      for (const result of [looked, read])
        if (result instanceof Error) {
          if (!(result instanceof StrongroomError) || result.code === 'INTERNAL') throw result;
          expect(result.next).toBeTruthy();
        }
      if (read instanceof Error) return;
      imported += 1;
      const { outcome, rejected } = read as Awaited<ReturnType<typeof importPath>>;
      expect(rejected).toHaveLength(outcome.rejectedRows);
      const lines = bytes.toString('latin1').split(/\r\n|\r|\n/).length;
      // UTF-16 cuts lines elsewhere.
      if (!outcome.reading.encoding.startsWith('utf-16')) {
        expect(outcome.rows + outcome.rejectedRows).toBeLessThanOrEqual(lines);
        for (const { line } of rejected) expect(line).toBeLessThanOrEqual(lines);
      }
      expect(outcome.rows).toBeGreaterThan(0);
    }),
    { numRuns: 250 },
  );
  expect(imported).toBeGreaterThan(40);
}, 300_000);
