import { expect, test } from 'vitest';
import { findDialect } from '../../../../../src-main/engine/data/importers/dialect';
import {
  booleanForms,
  categoryForm,
  dateForms,
  datetimeForms,
  decimalForms,
  integerForm,
} from '../../../../../src-main/engine/data/importers/forms';
import { missingOf } from '../../../../../src-main/engine/data/importers/missing';
import { formatOf, planPlain } from '../../../../../src-main/engine/data/importers/plain/plan';
import { openSource } from '../../../../../src-main/engine/data/importers/source';
import { fileOf, importText } from '../support';

const row = (i: number): string[] => [
  String(i),
  (i / 8).toFixed(3),
  new Date(1.5e12 + i * 86_400_000).toISOString().slice(0, 10),
  new Date(1.5e12 + i * 1_000).toISOString().slice(0, 19),
  String(i % 3 === 0),
  `word ${i % 7}`,
];
const names = ['whole', 'part', 'day', 'moment', 'flag', 'words'];
/** More than the first look sees, so that what stands at the end is met on the way. */
const many = 24_000;

function tableWith(change: (cells: string[][]) => void, lineBreak = '\n'): string {
  const cells = Array.from({ length: many }, (_, i) => row(i));
  change(cells);
  return `${[names, ...cells].map((line) => line.join(',')).join(lineBreak)}${lineBreak}`;
}

/** Puts a text into a column of a row near the end. */
const put =
  (column: number, text: string) =>
  (cells: string[][]): void => {
    cells[many - 10]?.splice(column, 1, text);
  };

test.each<[string, (cells: string[][]) => void, string?]>([
  ['nothing odd', () => undefined],
  ['two characters a line break', () => undefined, '\r\n'],
  ['a word for missing among whole numbers', put(0, 'NA')],
  ['a word for missing among words', put(5, 'NA')],
  [
    'empty cells',
    (cells) => cells.forEach((line, i) => (line[i % 6] = i % 5 === 0 ? '' : (line[i % 6] ?? ''))),
  ],
  ['quoted cells', (cells) => cells.forEach((line, i) => (line[i % 6] = `"${line[i % 6] ?? ''}"`))],
  ['leading zeros', put(0, '007')],
  ['a plus sign', put(0, '+7')],
  ['a whole number with an exponent', put(0, '1e5')],
  ['a whole number beyond 64 bits', put(0, '92233720368547758070')],
  ['a fraction among whole numbers', put(0, '2.5')],
  ['an underscore', put(1, '1_000.5')],
  ['a number beyond all', put(1, '1e999')],
  ['an infinite number', put(1, 'inf')],
  ['a decimal comma', put(1, '"1,5"')],
  ['a day that is none', put(2, '2021-02-30')],
  ['another order of dates', put(2, '13/01/2021')],
  ['a moment with an offset', put(3, '2021-03-04T05:06:07+02:00')],
  ['an hour that is none', put(3, '2021-03-04T24:00:00')],
  ['another boolean', put(4, 'yes')],
  ['a boolean in capitals', put(4, 'TRUE')],
  ['a quoted line break', put(5, '"two\nlines"')],
  ['a mark as a word', put(5, '+')],
  ['a zero character', put(5, 'a\0b')],
  ['a blank line', (cells) => cells.splice(many - 5, 0, [''])],
  ['a row too short', (cells) => cells.splice(many - 5, 0, ['1', '2'])],
])('a file with %s is read as by looking at the text of each cell', async (_, change, lineBreak) => {
  const text = tableWith(change, lineBreak);
  const careful = await importText(text, {}, 'careful');
  const either = await importText(text);
  expect(either.outcome.rows).toBe(careful.outcome.rows);
  expect(either.outcome.columns).toEqual(careful.outcome.columns);
  expect(either.outcome.warnings).toEqual(careful.outcome.warnings);
  expect(either.outcome.reading).toEqual(careful.outcome.reading);
  expect(either.rejected).toEqual(careful.rejected);
  expect(either.profile).toEqual(careful.profile);
  expect(either.rows).toEqual(careful.rows);
});

test('the types of columns that are plain in the sample are told to the reader of DuckDB', async () => {
  const forms = [
    integerForm,
    decimalForms.point,
    dateForms.ymd,
    datetimeForms.ymd,
    ...booleanForms,
    categoryForm,
  ];
  const plan = async (change: (cells: string[][]) => void) => {
    const source = await openSource(await fileOf(tableWith(change)), 'data.csv');
    const missing = missingOf(undefined, false);
    const typing = {
      names,
      forms,
      missing,
      columnMissing: [],
      given: [],
      reading: { decimalSeparator: '.' as const, dateOrder: 'ymd' as const },
    };
    return planPlain(source.head, false, formatOf(findDialect(source, {})), typing);
  };
  const kinds = ['integer', 'decimal', 'date', 'datetime', 'boolean', 'words'];
  expect(await plan(() => undefined)).toMatchObject({ kinds, hasOtherCells: false });
  const withWord = await plan((cells) => cells[50]?.splice(1, 1, 'NA'));
  expect(withWord).toMatchObject({ kinds: kinds.with(1, 'text'), hasOtherCells: true });
  expect(await plan((cells) => cells[50]?.splice(5, 1, '"two\nlines"'))).toBeNull();
});
