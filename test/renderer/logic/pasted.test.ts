import { expect, test } from 'vitest';
import { pastedTable } from '../../../src-renderer/logic/pasted';
import {
  asksForChoice,
  canReadAgain,
  mayHoldSeveral,
  readingFacts,
} from '../../../src-renderer/logic/reading';
import type { Reading } from '../../../src-main/contract';

test('cells are a table, a sentence is none', async () => {
  const file = pastedTable('name\tage\r\nAda\t36\r\n');
  expect(file?.name).toBe('Pasted table.txt');
  expect(await file?.text()).toBe('name\tage\r\nAda\t36\r\n');
  expect(pastedTable('only a sentence\n\n')).toBeNull();
  expect(pastedTable('')).toBeNull();
});

test('a choice is asked for where there is one', () => {
  expect(mayHoldSeveral('Sales 2024.XLSX')).toBe(true);
  expect(mayHoldSeveral('sales.csv')).toBe(false);
  expect(asksForChoice({ warnings: [{ code: 'SEVERAL_SHEETS', message: '' }] })).toBe(true);
  expect(asksForChoice({ warnings: [{ code: 'BLANK_NAME', message: '' }] })).toBe(false);
  expect(canReadAgain({ code: 'FILE_DAMAGED' })).toBe(false);
  expect(canReadAgain({ code: 'SHEET_NOT_FOUND' })).toBe(true);
});

test('the facts of a reading are those that its format knows of', () => {
  const reading: Reading = {
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    hasHeader: true,
    decimalSeparator: '.',
    dateOrder: 'ymd',
    missingWords: [],
  };
  const names = (value: Reading): string[] => readingFacts(value).map(([name]) => name);
  expect(names(reading)).toContain('Separator');
  expect(names({ ...reading, format: 'parquet' })).toEqual(['Format', 'Dates', 'Means missing']);
  expect(readingFacts({ ...reading, format: 'workbook', sheet: 'A', headerRow: 3 })).toEqual([
    ['Format', 'workbook'],
    ['Sheet', 'A'],
    ['Names in row', '3'],
    ['First row', 'column names'],
    ['Dates', 'year, month, day'],
    ['Means missing', 'empty cells'],
  ]);
});
