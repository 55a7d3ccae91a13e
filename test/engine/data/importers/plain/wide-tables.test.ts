import { expect, test } from 'vitest';
import { importText } from '../support';

const width = 300;
const many = 900;

/** Columns of every kind, in turn; what comes late is met behind the first look, which sees a few hundred rows. */
const kinds: ((row: number, column: number) => string)[] = [
  (row) => String(row),
  (row) => (row < many - 20 ? String(row % 50) : '2.5'),
  (row) => (row < many - 20 ? '' : String(row)),
  (row) => (row < many - 20 ? '' : 'late word'),
  (row) => (row % 7 === 0 ? '' : (row / 3).toFixed(4)),
  (row) => (row === many - 5 ? 'NA' : (row / 7).toFixed(3)),
  (row, column) => `word ${(row + column) % 5}`,
  (row) => (row === many - 5 ? 'NA' : `w${row % 4}`),
  (row) => new Date(1.6e12 + row * 86_400_000).toISOString().slice(0, 10),
  (row) => String(row % 2 === 0),
];

const tableOf = (change: (row: number, column: number, text: string) => string): string => {
  const lines = [Array.from({ length: width }, (_, i) => `column ${i}`).join(',')];
  for (let row = 0; row < many; row++)
    lines.push(
      Array.from({ length: width }, (_, i) => change(row, i, kinds[i % kinds.length]?.(row, i) ?? '')).join(
        ',',
      ),
    );
  return `${lines.join('\n')}\n`;
};

const near = many - 30;
test.each<[string, (row: number, column: number, text: string) => string]>([
  ['nothing else', (_row, _column, text) => text],
  ['leading zeros', (row, column, text) => (row === near && column === 10 ? '007' : text)],
  ['a date of another order', (row, column, text) => (row === near && column === 12 ? '13/01/2021' : text)],
  ['a quoted line break', (row, column, text) => (row === near && column === 16 ? '"two\nlines"' : text)],
])('a wide table with %s late is read as by looking at the text of each cell', async (_, change) => {
  const text = tableOf(change);
  expect(text.length).toBeGreaterThan(1.2 * 1024 * 1024);
  const careful = await importText(text, {}, 'careful');
  const either = await importText(text);
  expect(either.outcome.columns).toEqual(careful.outcome.columns);
  expect(either.rows).toEqual(careful.rows);
  expect(either.profile).toEqual(careful.profile);
  expect(either.outcome.warnings).toEqual(careful.outcome.warnings);
});
