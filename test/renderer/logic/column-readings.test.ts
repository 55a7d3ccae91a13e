import { describe, expect, test } from 'vitest';
import type { Dataset, Decision, Inspection, Reading } from '../../../src-main/contract';
import {
  chosenOf,
  countChanges,
  filterColumns,
  valueBefore,
  withColumnChange,
  wordsIn,
} from '../../../src-renderer/logic/column-readings';
import { oneOfEachFile } from '../../../src-renderer/logic/readings';

const reading: Reading = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  hasHeader: true,
  decimalSeparator: '.',
  dateOrder: 'ymd',
  missingWords: ['NA'],
};

describe('decisions on many columns at once', () => {
  test('the same change for all that are named; the others stay', () => {
    const before = [
      { name: 'a', type: 'integer' as const, missingWords: ['-'] },
      { name: 'z', type: 'text' as const },
    ];
    expect(withColumnChange(before, new Set(['a', '__proto__']), { type: 'category' })).toEqual([
      { name: 'z', type: 'text' },
      { name: 'a', type: 'category', missingWords: ['-'] },
      { name: '__proto__', type: 'category' },
    ]);
  });

  test('what is taken back is gone, and a column without a decision too', () => {
    const before = [{ name: 'a', type: 'integer' as const, missingWords: [] }];
    expect(withColumnChange(before, new Set(['a']), { type: null })).toEqual([
      { name: 'a', missingWords: [] },
    ]);
    expect(withColumnChange(before, new Set(['a']), { type: null, missingWords: null })).toEqual([]);
  });
});

test('columns are found by name, type and state', () => {
  const decision = (changes: Partial<Decision>): Decision => ({
    kind: 'column',
    column: 'a',
    choice: '',
    reason: '',
    examples: [],
    missing: { rows: 0, examples: [] },
    chosen: false,
    open: false,
    ...changes,
  });
  const items = [
    { name: 'Price', type: 'decimal', decision: decision({ open: true }) },
    { name: 'price list', type: 'category', decision: decision({ chosen: true }) },
    { name: 'region', type: 'category', decision: decision({ missing: { rows: 2, examples: [] } }) },
  ];
  const names = (text: string, kind: string) => filterColumns(items, { text, kind }).map(({ name }) => name);
  expect(names(' PRICE', 'all')).toEqual(['Price', 'price list']);
  expect(names('', 'category')).toEqual(['price list', 'region']);
  expect(names('', 'open')).toEqual(['Price', 'region']);
  expect(names('', 'chosen')).toEqual(['price list']);
});

describe('before and after', () => {
  const look = (values: Inspection['values'], changes: Partial<Reading> = {}): Inspection => ({
    name: 'a.csv',
    bytes: 1,
    reading: { ...reading, ...changes },
    columns: [],
    sample: [],
    warnings: [],
    ...(values === undefined ? {} : { values }),
  });

  test('cells that another reading changes are told with what they were', () => {
    const before = look([[null, '2024-02-01', 1]]);
    const after = look([['NA', '2024-01-02', 1]]);
    expect(valueBefore(before, after, 0, 0)).toBeNull();
    expect(valueBefore(before, after, 0, 1)).toBe('2024-02-01');
    expect(valueBefore(before, after, 0, 2)).toBeUndefined();
    expect(countChanges(before, after)).toEqual({ cells: 2, columns: 2 });
  });

  test('other cells cannot be compared', () => {
    expect(countChanges(look([['a']]), look([['b']], { hasHeader: false }))).toEqual({
      cells: 0,
      columns: 0,
    });
    expect(countChanges(look([['a']], { sheet: 'Notes' }), look([['b']], { sheet: 'Loans' }))).toEqual({
      cells: 0,
      columns: 0,
    });
    expect(countChanges(null, look([['b']]))).toEqual({ cells: 0, columns: 0 });
  });
});

test('what a person chose is where the data set differs from what is found', () => {
  const columns = [{ name: 'a', dateOrder: 'dmy' as const }];
  expect(chosenOf(reading, reading)).toEqual({});
  expect(chosenOf({ ...reading, decimalSeparator: ',', columns }, reading)).toEqual({
    decimalSeparator: ',',
    columns,
  });
  expect(chosenOf({ ...reading, missingWords: [] }, reading)).toEqual({ missingWords: [] });
});

test('words are parted by commas', () => {
  expect(wordsIn(' NA, unknown ,,NA')).toEqual(['NA', 'unknown']);
  expect(wordsIn('  ')).toEqual([]);
});

test('readings of one file are one data set: the open one, else the newest', () => {
  const dataset = (id: string, origin?: string) =>
    ({ id, ...(origin === undefined ? {} : { origin }) }) as unknown as Dataset;
  const newest = [dataset('c', 'a'), dataset('b', 'a'), dataset('other'), dataset('a')];
  const shown = (open: string | null) => oneOfEachFile(newest, open).map(({ id }) => id);
  expect(shown(null)).toEqual(['c', 'other']);
  expect(shown('a')).toEqual(['a', 'other']);
  expect(shown('b')).toEqual(['b', 'other']);
});
