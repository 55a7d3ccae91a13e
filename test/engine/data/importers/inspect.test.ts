import { truncate } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import type { Reading } from '../../../../src-main/contract/schemas/data';
import { context, fileOf, typesOf } from './support';

const look = async (content: string | Uint8Array, reading?: Partial<Reading>) =>
  inspect(
    { path: await fileOf(content), name: 'data.csv', ...(reading === undefined ? {} : { reading }) },
    context(),
  );

test.each([
  ['commas', ',', ','],
  ['tabs', '\t', '\t'],
  ['semicolons', ';', ';'],
  ['bars', '|', '|'],
])('%s part the cells', async (_, mark, delimiter) => {
  const rows = ['name,age,city', 'Ada,36,London', 'Max,41,Bonn'];
  const { reading, columns, sample } = await look(
    rows.map((row) => `${row.replaceAll(',', mark)}\n`).join(''),
  );
  expect(reading).toMatchObject({ delimiter, hasHeader: true, encoding: 'utf-8', quote: '"' });
  expect(typesOf(columns)).toEqual({ name: 'category', age: 'integer', city: 'category' });
  expect(sample).toEqual([
    ['Ada', '36', 'London'],
    ['Max', '41', 'Bonn'],
  ]);
});

test('the types, the mark of decimals and the order of dates are told', async () => {
  const { reading, columns } = await look('a;b;c;d\n1,5;31.12.2024;true;2\n2,25;1.2.2023;FALSE;NA\n');
  expect(reading).toMatchObject({ decimalSeparator: ',', dateOrder: 'dmy', delimiter: ';' });
  expect(typesOf(columns)).toEqual({ a: 'decimal', b: 'date', c: 'boolean', d: 'integer' });
});

test('what is chosen by hand is kept', async () => {
  const text = 'x,y\n01/02/2024,a\n';
  const chosen = await look(text, { hasHeader: false, dateOrder: 'mdy' });
  expect(chosen.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
  expect(chosen.reading).toMatchObject({ hasHeader: false, dateOrder: 'mdy' });
  const whole = await look(text, { delimiter: ';' });
  expect(whole.columns.map(({ name }) => name)).toEqual(['x,y']);
});

test.each([
  ['windows-1252', iconv.encode('name;where\nJosé;Köln\n', 'windows-1252')],
  ['utf-16le', iconv.encode('name;where\nJosé;Köln\n', 'utf-16le', { addBOM: true })],
  ['utf-8-bom', Buffer.from('\ufeffname;where\nJosé;Köln\n')],
])('%s is read', async (encoding, bytes) => {
  const { reading, sample, columns } = await look(bytes);
  expect(reading.encoding).toBe(encoding);
  expect(columns[0]?.name).toBe('name');
  expect(sample).toEqual([['José', 'Köln']]);
});

test('rows that do not fit and ambiguous dates are warned of', async () => {
  const { warnings } = await look('a,b\n01/02/2024,1\n03/04/2024,2\n5\n');
  expect(warnings.map(({ code }) => code).toSorted()).toEqual(['AMBIGUOUS_DATES', 'REJECTED_ROWS']);
});

test.each([';', '\t', '|'])(
  'a small table of two columns is told from one of one column (%j)',
  async (mark) => {
    const { columns } = await look(`name${mark}n\nA${mark}1\nB${mark}2\n`);
    expect(typesOf(columns)).toEqual({ name: 'category', n: 'integer' });
  },
);

test('only the first megabyte is looked at, however long the file', async () => {
  const path = await fileOf(`a,b\n${'1,word\n'.repeat(200_000)}`);
  // A terabyte of zeros behind it, which take no place on the disk: reading them would never end.
  await truncate(path, 2 ** 40).catch(() => truncate(path, 2 ** 33));
  const { bytes, columns, sample } = await inspect({ path, name: 'data.csv' }, context());
  expect(bytes).toBeGreaterThanOrEqual(2 ** 33);
  expect(typesOf(columns)).toEqual({ a: 'integer', b: 'category' });
  expect(sample).toHaveLength(100);
});
