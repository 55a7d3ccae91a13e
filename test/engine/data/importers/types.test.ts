import { expect, test } from 'vitest';
import { importText, typesOf } from './support';

const column = (values: string[]): string =>
  `v;other\n${values.map((value) => `${value};x${value.length}`).join('\n')}\n`;

test.each<[string, string[], string, unknown[]]>([
  ['whole numbers', ['1', '-2', '+3', ' 4 ', '0'], 'integer', [1, -2, 3, 4, 0]],
  [
    'a decimal among whole numbers',
    ['1', '2.5', '1e3', '.5', '-0.25'],
    'decimal',
    [1, 2.5, 1000, 0.5, -0.25],
  ],
  ['decimal commas', ['1,5', '2,25', '-3,1'], 'decimal', [1.5, 2.25, -3.1]],
  ['thousands that are proven', ['1,234,567.5', '1,234', '12'], 'decimal', [1234567.5, 1234, 12]],
  ['thousands by points', ['1.234.567,5', '1.234', '12,5'], 'decimal', [1234567.5, 1234, 12.5]],
  ['postal codes', ['01067', '10115', '80331'], 'category', ['01067', '10115', '80331']],
  ['commas that may be either', ['1,234', '2,345', '3,456'], 'category', ['1,234', '2,345', '3,456']],
  ['numbers of 64 bits', ['9223372036854775807', '1'], 'integer', ['9223372036854775807', 1]],
  ['longer numbers', ['92233720368547758080', '1'], 'category', ['92233720368547758080', '1']],
  ['digits set apart by underscores', ['1_000', '2'], 'category', ['1_000', '2']],
  ['infinity is no number', ['inf', '2.5'], 'category', ['inf', '2.5']],
  ['too large for a double', ['1e999', '2.5'], 'category', ['1e999', '2.5']],
  ['true and false', ['true', 'False', 'TRUE'], 'boolean', [true, false, true]],
  ['ja and nein, which keep their words', ['ja', 'nein', 'ja'], 'category', ['ja', 'nein', 'ja']],
  ['two pairs of words mixed', ['yes', 'false'], 'category', ['yes', 'false']],
  ['zero and one', ['0', '1', '1'], 'integer', [0, 1, 1]],
  ['ISO dates', ['2024-02-29', '1969-12-31'], 'date', ['2024-02-29', '1969-12-31']],
  ['a date that is none', ['2024-02-30', '2024-01-01'], 'category', ['2024-02-30', '2024-01-01']],
  ['day first', ['13/01/2024', '02/03/2024'], 'date', ['2024-01-13', '2024-03-02']],
  ['month first', ['01/13/2024', '02/03/2024'], 'date', ['2024-01-13', '2024-02-03']],
  ['dots', ['31.12.2024', '1.2.2023'], 'date', ['2024-12-31', '2023-02-01']],
  [
    'moments',
    ['2024-01-02T03:04:05', '2024-01-02 23:59'],
    'datetime',
    ['2024-01-02T03:04:05', '2024-01-02T23:59:00'],
  ],
  [
    'moments with offsets',
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05+02:00', '2024-01-01T22:30:00-05:30'],
    'datetime',
    ['2024-01-02T03:04:05', '2024-01-02T01:04:05', '2024-01-02T04:00:00'],
  ],
  [
    'dates and moments',
    ['2024-01-02', '2024-01-02 10:00:00'],
    'datetime',
    ['2024-01-02T00:00:00', '2024-01-02T10:00:00'],
  ],
  ['missing words', ['1', 'NA', '', 'null', '?', '2'], 'integer', [1, null, null, null, null, 2]],
])('%s', async (_, values, type, expected) => {
  const { outcome, rows } = await importText(column(values), { reading: { delimiter: ';' } });
  expect(outcome.columns[0]?.type).toBe(type);
  expect(rows.map(([value]) => value)).toEqual(expected);
});

test('dates that do not tell day from month are taken day first, with a warning', async () => {
  const { outcome, rows } = await importText('d,x\n01/02/2024,1\n03/04/2024,2\n');
  expect(rows[0]?.[0]).toBe('2024-02-01');
  expect(outcome.warnings.map(({ code }) => code)).toContain('AMBIGUOUS_DATES');
  const chosen = await importText('d,x\n01/02/2024,1\n03/04/2024,2\n', { reading: { dateOrder: 'mdy' } });
  expect(chosen.rows[0]?.[0]).toBe('2024-01-02');
});

test('types are found over all rows, not over the sample', async () => {
  const many = Array.from({ length: 200_000 }, (_, i) => `${i},${i % 7},1.5`).join('\n');
  const { outcome, rows, used } = await importText(`a,b,c\n${many}\n1,high,2\n`);
  expect(used).toBe('fast');
  expect(typesOf(outcome.columns)).toEqual({ a: 'integer', b: 'category', c: 'decimal' });
  expect(rows[0]).toEqual([0, '0', 1.5]);
  expect(outcome.rows).toBe(200_001);
});

test('identifiers, constants and prose are flagged', async () => {
  const prose = (i: number): string => `The customer number ${i} wrote that the parcel came late`;
  const lines = Array.from(
    { length: 50 },
    (_, i) => `${100 + i},u${i}x,same,${(i * 7919) % 50},${prose(i)},`,
  );
  const { outcome } = await importText(`row,user_id,fixed,amount,note,blank\n${lines.join('\n')}\n`);
  const flags = Object.fromEntries(outcome.columns.map((c) => [c.name, [c.type, c.identifier, c.constant]]));
  expect(flags).toEqual({
    row: ['integer', true, false],
    user_id: ['category', true, false],
    fixed: ['category', false, true],
    amount: ['integer', false, false],
    note: ['text', false, false],
    blank: ['category', false, true],
  });
});

test('a type that was chosen makes other values missing, and says how many', async () => {
  const { outcome, rows } = await importText('a,b\n1,x\ntwo,y\n3,z\n', {
    types: { a: 'integer', b: 'text' },
  });
  expect(rows).toEqual([
    [1, 'x'],
    [null, 'y'],
    [3, 'z'],
  ]);
  expect(outcome.warnings).toMatchObject([{ code: 'UNREADABLE_VALUES', column: 'a', rows: 1 }]);
  expect(typesOf(outcome.columns)).toEqual({ a: 'integer', b: 'text' });
});

test('a later file gets the types of the model, in any order of columns', async () => {
  const contract = {
    columns: [
      { name: 'code', type: 'category' as const },
      { name: 'amount', type: 'decimal' as const },
      { name: 'target', type: 'integer' as const },
    ],
    optional: ['target'],
  };
  const { outcome, rows } = await importText('extra,amount,code\nq,1,007\nr,2,8\n', { contract });
  expect(typesOf(outcome.columns)).toMatchObject({ amount: 'decimal', code: 'category' });
  expect(rows).toEqual([
    ['q', 1, '007'],
    ['r', 2, '8'],
  ]);
  expect(outcome.warnings.map(({ code }) => code)).toEqual(['EXTRA_COLUMNS']);
  await expect(importText('amount\n1\n2\n', { contract })).rejects.toMatchObject({
    code: 'CONTRACT_MISMATCH',
    expected: 'the columns code, amount',
    received: 'the columns amount',
  });
});

const filler = (values: string[], count = 300_000): string =>
  Array.from({ length: count }, () => values.join(';')).join('\n');

test.each(['fast', 'careful'] as const)(
  'a column that is empty in the sample has the type of its later values (%s reader)',
  async (reader) => {
    const text = `a;b;c;d;e\n${filler(['1', '', '', '', ''])}\n2;3,5;31.12.2024;4;-\n3;1.234,5;1.2.2023;NA;None\n`;
    const { outcome, rows, used } = await importText(text, {}, reader);
    expect(used).toBe(reader);
    expect(typesOf(outcome.columns)).toEqual({
      a: 'integer',
      b: 'decimal',
      c: 'date',
      d: 'integer',
      e: 'category',
    });
    expect(outcome.reading).toMatchObject({ decimalSeparator: ',', dateOrder: 'dmy' });
    expect(outcome.rows).toBe(300_002);
    expect(rows[0]).toEqual([1, null, null, null, null]);
  },
  60_000,
);

test('the order of dates and the mark of decimals hold over all rows', async () => {
  const text = `day;amount\n${filler(['01/02/2024', '1,234'], 120_000)}\n01/13/2024;0,5\n`;
  const { outcome, rows } = await importText(text);
  expect(outcome.reading).toMatchObject({ decimalSeparator: ',', dateOrder: 'mdy' });
  expect(outcome.warnings).toEqual([]);
  expect(rows[0]).toEqual(['2024-01-02', 1.234]);
});

test('rows keep their order when types have to be found anew', async () => {
  const lines = Array.from({ length: 400_000 }, (_, i) => `${i},${i % 7}`);
  const { profile, rows } = await importText(`row,b\n${lines.join('\n')}\n400000,high\n`);
  // Only an ascending column is taken for the numbers of the rows.
  expect(profile.columns[0]).toMatchObject({ name: 'row', identifier: true });
  expect(rows[99_999]).toEqual([99_999, '4']);
});

test('columns of dates may each have an order of their own', async () => {
  const { outcome, rows } = await importText('a,b\n13/01/2024,01/13/2024\n14/01/2024,02/03/2024\n');
  expect(typesOf(outcome.columns)).toEqual({ a: 'date', b: 'date' });
  expect(rows[1]).toEqual(['2024-01-14', '2024-02-03']);
});

test('a long whole number among decimals is a decimal, in the sample or behind it', async () => {
  const { outcome } = await importText('a,b\n1.5,x\n92233720368547758080,y\n');
  expect(outcome.columns[0]?.type).toBe('decimal');
});

test.each<[string, string[], string, unknown[]]>([
  ['None among numbers', ['1', 'None', '2'], 'integer', [1, null, 2]],
  ['None among words', ['Gravel', 'None', 'Paved'], 'category', ['Gravel', 'None', 'Paved']],
  ['None among true and false', ['true', 'None', 'false'], 'boolean', [true, null, false]],
  ['a dot among words', ['MALE', '.', 'FEMALE'], 'category', ['MALE', null, 'FEMALE']],
  ['a minus among dates', ['2024-01-02', '-'], 'date', ['2024-01-02', null]],
  ['marks among marks', ['+', '-', '+'], 'category', ['+', '-', '+']],
  ['NA among words', ['north', 'NA', 'null'], 'category', ['north', null, null]],
])('missing: %s', async (_, values, type, expected) => {
  const { outcome, rows } = await importText(column(values), { reading: { delimiter: ';' } });
  expect(outcome.columns[0]?.type).toBe(type);
  expect(rows.map(([value]) => value)).toEqual(expected);
});

test('what counts as missing is the same in later files', async () => {
  const first = await importText('sign,n\n+,1\n-,2\n');
  const { missingWords } = first.outcome.reading;
  expect(missingWords).not.toContain('-');
  const later = await importText('sign,n\n-,1\n-,2\n', { reading: { missingWords } });
  expect(later.rows).toEqual([
    ['-', 1],
    ['-', 2],
  ]);
});

test('a mark as a value behind the sample makes all marks values', async () => {
  const { rows } = await importText(`a;b\n${filler(['word', '-'], 200_000)}\nx;+\n`);
  expect(rows[0]).toEqual(['word', '-']);
});
