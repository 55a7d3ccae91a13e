import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importText } from './support';

/** Cells that have broken readers before. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a',
    'NA',
    '"',
    '""',
    'a"b',
    ',',
    ';',
    '\n',
    '\r\n',
    'x\ny',
    '  b ',
    '\t',
    'é',
    '漢字',
    '😀',
    "'",
    '#',
    '\\',
  ),
  fc.string({ maxLength: 6 }).filter((text) => !text.includes('\0') && !text.includes('\r')),
);
const needsQuotes = /["\n\r,;\t|]|^\s|\s$/;
const written = (value: string, always: boolean): string =>
  always || needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const table = fc.record({
  rows: fc.array(fc.tuple(fc.boolean(), fc.array(cell, { minLength: 3, maxLength: 3 })), {
    minLength: 3,
    maxLength: 12,
  }),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  mark: fc.boolean(),
  endsInBreak: fc.boolean(),
});

test('both readers take a well-formed file for the same, cell by cell', async () => {
  let fast = 0;
  await fc.assert(
    fc.asyncProperty(table, async ({ rows, lineBreak, delimiter, mark, endsInBreak }) => {
      const lines = [['alpha', 'beta', 'gamma'], ...rows.map(([, cells]) => cells)].map((cells, i) =>
        cells.map((value) => written(value, rows[i - 1]?.[0] ?? false)).join(delimiter),
      );
      const text = `${mark ? '\ufeff' : ''}${lines.join(lineBreak)}${endsInBreak ? lineBreak : ''}`;
      const reading = { delimiter, hasHeader: true, quote: '"' };
      const types = { alpha: 'text' as const, beta: 'text' as const, gamma: 'text' as const };
      const careful = await importText(text, { reading, types }, 'careful');
      const either = await importText(text, { reading, types });
      if (either.used === 'fast') fast++;
      const missing = new Set(['', ...careful.outcome.reading.missingWords]);
      const expected = rows.map(([, cells]) =>
        cells.map((value) => (missing.has(value) ? null : value.replaceAll('\r\n', '\n'))),
      );
      expect(careful.rejected).toEqual([]);
      expect(careful.rows).toEqual(expected);
      expect(either.rows).toEqual(expected);
      expect(either.outcome.columns).toEqual(careful.outcome.columns);
    }),
    { numRuns: 60 },
  );
  expect(fast).toBeGreaterThan(15);
}, 120_000);

test('whatever the text, both ways of reading agree, and every record is a row or rejected', async () => {
  const soup = fc.array(
    fc.constantFrom('a', '1', ',', ',', '\n', '\n', '"', '""', '\r\n', '\r', ' ', 'é', ',b,'),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  let rejecting = 0;
  await fc.assert(
    fc.asyncProperty(soup, async (parts) => {
      const text = `p,q,r\n${parts.join('')}\nx,y,z\n`;
      const reading = { delimiter: ',', hasHeader: true, quote: '"' };
      const careful = await importText(text, { reading }, 'careful').catch((error: unknown) => error);
      const either = await importText(text, { reading }).catch((error: unknown) => error);
      if (careful instanceof Error || either instanceof Error) {
        expect(either).toEqual(careful);
        return;
      }
      const [a, b] = [careful, either] as Awaited<ReturnType<typeof importText>>[];
      if (a === undefined || b === undefined) return;
      if (a.rejected.length > 0) rejecting++;
      expect(b.rows).toEqual(a.rows);
      expect(b.rejected).toEqual(a.rejected);
      expect(b.outcome.rejectedRows).toBe(a.outcome.rejectedRows);
      // The line of each rejected row is where its text stands.
      const lines = text.split(/\r\n|\r|\n/);
      for (const { line, text: shown } of a.rejected) expect(lines[line - 1]).toBe(shown.split('\n')[0]);
    }),
    { numRuns: 100 },
  );
  expect(rejecting).toBeGreaterThan(20);
}, 120_000);

test('rows that cannot be read are told with line and reason, the others are kept', async () => {
  const { rejected, rows, outcome } = await importText(
    'a,b,c\n1,2,3\n4,5\n6,7,8,9\n"x\ny",2,3\n1,"broken" quote,3\n7,8,9\n1,"never closed,3\n4,5,6\n',
  );
  expect(rejected.map(({ line }) => line)).toEqual([3, 4, 7, 9]);
  expect(rejected.map(({ text }) => text)).toEqual([
    '4,5',
    '6,7,8,9',
    '1,"broken" quote,3',
    '1,"never closed,3',
  ]);
  expect(rejected[0]?.reason).toBe('2 cells where 3 are expected');
  expect(rows).toEqual([
    ['1', 2, 3],
    ['x\ny', 2, 3],
    ['7', 8, 9],
    ['4', 5, 6],
  ]);
  expect(outcome.rejectedRows).toBe(4);
  expect(outcome.warnings).toMatchObject([{ code: 'REJECTED_ROWS', rows: 4 }]);
});

test('a bad row far behind the sample is found, with its line', async () => {
  const lines = Array.from({ length: 150_000 }, (_, i) => `${i},name ${i % 5},2.5`);
  lines[120_000] = 'only two,cells';
  const { rejected, outcome, used } = await importText(`a,b,c\n${lines.join('\n')}\n`);
  expect(used).toBe('careful');
  expect(outcome.rows).toBe(149_999);
  expect(rejected).toMatchObject([{ line: 120_002, text: 'only two,cells' }]);
});
