import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import { literal } from '../../../../src-main/engine/data/sql';
import type { ColumnReading } from '../../../../src-main/contract/schemas/data';
import { context, fileOf, importText, typesOf } from './support';
import { join } from 'node:path';

const column = (values: string[]): string =>
  `v;other\n${values.map((value) => `${value};x${value.length}`).join('\n')}\n`;
const read = (values: string[], own: Omit<ColumnReading, 'name'>) =>
  importText(column(values), { reading: { delimiter: ';', columns: [{ name: 'v', ...own }] } });

test('a category called NA is not made missing silently, and a person can keep it', async () => {
  const values = ['EU', 'NA', 'AS', 'NA', 'null'];
  const { outcome, rows } = await importText(column(values));
  expect(rows.map(([value]) => value)).toEqual(['EU', null, 'AS', null, null]);
  expect(outcome.warnings).toMatchObject([
    { code: 'MISSING_WORDS', column: 'v', rows: 3, message: expect.stringContaining('rows 2, 4 and 5') },
  ]);
  expect(outcome.warnings[0]?.message).toContain('"NA" and "null"');
  const kept = await read(values, { missingWords: ['null'] });
  expect(kept.rows.map(([value]) => value)).toEqual(['EU', 'NA', 'AS', 'NA', null]);
  expect(kept.outcome.warnings).toEqual([]);
  expect(kept.outcome.reading.columns).toEqual([{ name: 'v', missingWords: ['null'] }]);
});

test('words that mean missing are told of a large file, with rows behind the sample', async () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => (i === 250_000 ? 'NA,x' : `word,${i % 7}y`));
  const { outcome, used } = await importText(`a,b\n${lines.join('\n')}\n`);
  expect(used).toBe('fast');
  expect(outcome.warnings).toMatchObject([
    { code: 'MISSING_WORDS', column: 'a', rows: 1, message: expect.stringContaining('row 250,001') },
  ]);
});

test('a missing word among numbers is no category: nothing is told', async () => {
  expect((await importText(column(['1', 'NA', '2']))).outcome.warnings).toEqual([]);
});

test('two conventions of decimals in one column are told with rows of each, and never guessed', async () => {
  const values = ['1.5', '2.25', '3', '4,75', '0.5'];
  const { outcome, rows } = await importText(column(values));
  expect(rows.map(([value]) => value)).toEqual(values);
  expect(outcome.warnings).toMatchObject([{ code: 'MIXED_NUMBERS', column: 'v', rows: 1 }]);
  expect(outcome.warnings[0]?.message).toContain(
    '"1.5" and "2.25" (rows 1, 2 and others) beside "4,75" (row 4)',
  );
  const chosen = await read(values, { type: 'decimal', decimalSeparator: '.' });
  expect(chosen.rows.map(([value]) => value)).toEqual([1.5, 2.25, 3, null, 0.5]);
  expect(chosen.outcome.unreadable).toEqual([
    { line: 5, row: 4, column: 'v', value: '4,75', reason: 'no decimal' },
  ]);
});

test('two orders of dates in one column are told with rows of each, and never guessed', async () => {
  const values = ['13/01/2024', '14/01/2024', '01/15/2024', '02/03/2024'];
  const { outcome, rows } = await importText(column(values));
  expect(rows.map(([value]) => value)).toEqual(values);
  expect(outcome.warnings).toMatchObject([{ code: 'MIXED_DATES', column: 'v', rows: 1 }]);
  expect(outcome.warnings[0]?.message).toContain('"01/15/2024" (row 3)');
  const iso = await importText(column(['2024-01-02', '03.01.2024', '2024-01-05']));
  expect(iso.outcome.warnings).toMatchObject([{ code: 'MIXED_DATES' }]);
});

test('the order of dates, or the decimal sign, that a person chooses settles a column that mixes them', async () => {
  const dates = await read(['13/01/2024', '14/01/2024', '01/15/2024', '02/03/2024'], { dateOrder: 'dmy' });
  expect(dates.outcome.columns[0]?.type).toBe('date');
  expect(dates.rows.map(([value]) => value)).toEqual(['2024-01-13', '2024-01-14', null, '2024-03-02']);
  expect(dates.outcome.unreadable).toMatchObject([{ row: 3, value: '01/15/2024' }]);
  const times = await read(['13/01/2024 10:00', '01/15/2024 11:00', '02/03/2024 12:30'], {
    dateOrder: 'mdy',
  });
  expect(times.outcome.columns[0]?.type).toBe('datetime');
  const numbers = await read(['1.5', '2.25', '3', '4,75', '0.5'], { decimalSeparator: '.' });
  expect(numbers.outcome.columns[0]?.type).toBe('decimal');
  expect(numbers.outcome.unreadable).toMatchObject([{ row: 4, value: '4,75' }]);
  // Where no order would help, a choice of one decides nothing.
  const words = await read(['red', 'green', '13/01/2024'], { dateOrder: 'dmy' });
  expect(words.outcome.columns[0]?.type).toBe('category');
});

test('whole numbers that a person asks for are whole, and others are named', async () => {
  const { outcome, rows } = await read(['1.5', '2', '3.25', '4'], { type: 'integer' });
  expect(outcome.columns[0]?.type).toBe('integer');
  expect(rows.map(([value]) => value)).toEqual([null, 2, null, 4]);
  expect(outcome.unreadable).toMatchObject([
    { row: 1, value: '1.5' },
    { row: 3, value: '3.25' },
  ]);
});

test('the values that keep a column from being numbers are named', async () => {
  const values = [...Array.from({ length: 20 }, (_, i) => String(i)), 'unknown', '7'];
  const { outcome } = await importText(column(values));
  expect(outcome.columns[0]?.type).toBe('category');
  expect(outcome.warnings).toMatchObject([{ code: 'NEARLY_TYPED', column: 'v', rows: 1 }]);
  expect(outcome.warnings[0]?.message).toContain('"unknown" (row 21)');
  const chosen = await read(values, { missingWords: ['unknown'] });
  expect(chosen.outcome.columns[0]?.type).toBe('integer');
  expect(chosen.outcome.warnings).toEqual([]);
});

test('postal codes are words for a reason, which is not told as a doubt', async () => {
  const { outcome } = await importText(column(['10115', '80331', '20095', '50667', '60311', '01067']));
  expect(outcome.warnings).toEqual([]);
});

test('columns may each have a decimal sign and an order of dates of their own', async () => {
  const text = 'a;b;c;d\n1,234;1,234;01/02/2024;01/02/2024\n2,345;2,345;03/04/2024;03/04/2024\n';
  const { rows, outcome } = await importText(text, {
    reading: {
      columns: [
        { name: 'a', type: 'decimal', decimalSeparator: ',' },
        { name: 'b', type: 'decimal', decimalSeparator: '.' },
        { name: 'c', dateOrder: 'mdy' },
        { name: 'd', dateOrder: 'dmy' },
      ],
    },
  });
  expect(rows[0]).toEqual([1.234, 1234, '2024-01-02', '2024-02-01']);
  expect(outcome.warnings).toEqual([]);
});

test('values that break a chosen type are named by their line, past blank lines and breaks within cells', async () => {
  const text = 'a,b\n1,"x\ny"\n\ntwo,z\n3,"p\n\nq"\nfour,w\ntoo,many,cells\nfive,v\n';
  const { outcome } = await importText(text, { types: { a: 'integer' } });
  const lines = text.split('\n');
  expect(outcome.unreadable?.map(({ value }) => value)).toEqual(['two', 'four', 'five']);
  for (const { line, value } of outcome.unreadable ?? []) expect(lines[line - 1]).toMatch(`${value},`);
  expect(outcome.reading.columns).toEqual([{ name: 'a', type: 'integer' }]);
});

test('many columns are retyped at once; a name that is not there is told', async () => {
  const { outcome, rows } = await importText('a,b,c\n1,2,3\n4,5,6\n', {
    reading: {
      columns: ['a', 'b', 'x'].map((name) => ({ name, type: 'category' as const })),
    },
  });
  expect(typesOf(outcome.columns)).toEqual({ a: 'category', b: 'category', c: 'integer' });
  expect(rows[0]).toEqual(['1', '2', 3]);
  expect(outcome.warnings).toMatchObject([{ code: 'UNKNOWN_COLUMNS' }]);
});

test('every decision is shown with the rows that led to it', async () => {
  const text =
    'name;n;day;share;mixed\nÄda;1;01.02.2024;1,5;1\nNA;2;13.02.2024;2;2\nMax;3;01.03.2024;3,25;x\nEva;4;01.03.2024;3,25;4\nIda;5;01.03.2024;3,25;5\nUte;5;01.03.2024;3,25;5\n';
  const {
    decisions = [],
    values,
    sample,
  } = await inspect({ path: await fileOf(text), name: 'data.csv' }, context());
  const of = (name: string) => decisions.find((decision) => decision.column === name);
  expect(decisions.slice(0, 4).map(({ kind, choice }) => [kind, choice])).toEqual([
    ['encoding', 'utf-8'],
    ['delimiter', 'semicolon'],
    ['quote', '"'],
    ['header', 'names'],
  ]);
  expect(decisions[0]?.examples).toEqual([{ row: 1, text: 'Äda' }]);
  expect(of('name')).toMatchObject({
    choice: 'category',
    open: true,
    missing: { rows: 1, examples: [{ row: 2, text: 'NA' }] },
  });
  expect(of('day')).toMatchObject({ choice: 'date, day first', examples: [{ row: 2, text: '13.02.2024' }] });
  expect(of('share')).toMatchObject({ choice: 'decimal number, 1,5', open: false });
  expect(of('share')?.examples[0]).toEqual({ row: 1, text: '1,5' });
  expect(of('mixed')).toMatchObject({ choice: 'category', open: true, examples: [{ row: 3, text: 'x' }] });
  expect(sample[1]).toEqual(['NA', '2', '13.02.2024', '2', '2']);
  expect(values?.[1]).toEqual([null, 2, '2024-02-13', 2, '2']);
});

test('a chosen reading shows what it changes before it is applied', async () => {
  const path = await fileOf('a,b\n01/02/2024,NA\n03/04/2024,x\n');
  const before = await inspect({ path, name: 'data.csv' }, context());
  const reading = {
    columns: [
      { name: 'a', dateOrder: 'mdy' as const },
      { name: 'b', missingWords: [] },
    ],
  };
  const after = await inspect({ path, name: 'data.csv', reading }, context());
  expect(before.values?.[0]).toEqual(['2024-02-01', null]);
  expect(after.values?.[0]).toEqual(['2024-01-02', 'NA']);
});

const cell = fc.constantFrom(
  '',
  ' ',
  '1',
  '-2',
  '1,5',
  '1.50',
  '007',
  'NA',
  'a"b',
  '=1+1',
  '2.1.2024',
  'x\ny',
  'é',
);
test('the text of every cell is kept as it is in the file when asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (cells) => {
      const lines = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'));
      const { directory } = await importText(`a;b\n${lines.join('\n')}\n`, {
        keepText: true,
        reading: { hasHeader: true, delimiter: ';' },
      });
      const path = join(directory, 'text.parquet');
      const database = await openDatabase({ files: [path], directories: [] });
      const rows = await database.rows(`SELECT * FROM read_parquet(${literal(path)})`);
      database.close();
      expect(rows.map(({ c0, c1 }) => [c0 ?? '', c1 ?? ''])).toEqual(cells);
    }),
    { numRuns: 25 },
  );
}, 60_000);
test.each([20, 150_000])('a number that means missing is missing, in %i rows', async (many) => {
  const lines = Array.from({ length: many }, (_, i) => `${i % 10 === 3 ? '-999' : i % 50},x`);
  const { rows, profile } = await importText(`v,w\n${lines.join('\n')}\n`, {
    reading: { columns: [{ name: 'v', missingWords: ['-999'] }] },
  });
  expect(rows[3]).toEqual([null, 'x']);
  expect(profile.columns[0]).toMatchObject({ type: 'integer', missing: many / 10 });
});
