import fc from 'fast-check';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import type { Condition, TableQuery } from '../../../../src-main/contract/schemas/table';
import { find } from '../../../../src-main/engine/data/table/find';
import { tableView } from '../../../../src-main/engine/data/table/view';
import { rows } from '../../../../src-main/engine/data/rows';
import { temporaryFolder, writeParquet } from '../../../support/table';
import { context } from '../importers/support';

const folder = await temporaryFolder();
afterAll(() => folder.remove());
const parquet = join(folder.path, 'table.parquet');
const names = ['whole', 'half', 'word', 'day', 'yes'];
let state = 5;
const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const table: Cell[][] = Array.from({ length: 300 }, () => [
  random() < 0.1 ? null : Math.floor(random() * 20) - 5,
  random() < 0.1 ? null : Math.floor(random() * 100) / 4,
  random() < 0.1 ? null : (['Oak', 'ash', "it's", 'ÉLAN', ''][Math.floor(random() * 5)] ?? null),
  random() < 0.1 ? null : `2024-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
  random() < 0.1 ? null : random() < 0.5,
]);
await writeParquet(parquet, 'whole BIGINT, half DOUBLE, word VARCHAR, day DATE, yes BOOLEAN', table);
let made = 0;

/** All rows of a view, with their numbers, fetched in pages of different lengths. */
async function viewed(query: TableQuery): Promise<{ rows: Cell[][]; numbers: number[] }> {
  const path = join(folder.path, `view-${++made}.parquet`);
  const { rows: total } = await tableView({ parquet, query, path }, context());
  const found: { rows: Cell[][]; numbers: number[] } = { rows: [], numbers: [] };
  for (let offset = 0; offset < total; offset += 77) {
    const page = await rows({ parquet: path, offset, limit: 77, numbered: true }, context());
    expect(page.total).toBe(total);
    found.rows.push(...page.rows);
    found.numbers.push(...(page.numbers ?? []));
  }
  return found;
}

const textOf = (cell: Cell): string => String(cell).toLowerCase();

/** What a condition means, without SQL. */
function holds({ column, test: name, values }: Condition, row: readonly Cell[]): boolean {
  const cell = row[names.indexOf(column)] ?? null;
  const [first = null, second = null] = values;
  if (name === 'missing') return cell === null;
  if (name === 'is-not') return cell !== first;
  if (name === 'not-contains') return cell === null || !textOf(cell).includes(textOf(first));
  if (cell === null) return false;
  switch (name) {
    case 'present':
      return true;
    case 'is':
      return cell === first;
    case 'contains':
      return textOf(cell).includes(textOf(first));
    case 'starts-with':
      return textOf(cell).startsWith(textOf(first));
    default:
      if (first === null) return false;
  }
  switch (name) {
    case 'above':
      return cell > first;
    case 'at-least':
      return cell >= first;
    case 'below':
      return cell < first;
    case 'at-most':
      return cell <= first;
    case 'between':
      return cell >= first && second !== null && cell <= second;
  }
}

const ordered = fc.constantFrom<[string, Cell[]]>(
  ['whole', [-2, 0, 2.5, 7]],
  ['half', [0.25, 3, 12.5, 20]],
  ['day', ['2024-02-13', '2024-05-10', '2024-08-18']],
  ['word', ['Oak', 'ash', "it's"]],
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  ordered.chain(([column, values]) =>
    fc.record({
      column: fc.constant(column),
      test: fc.constantFrom('is', 'is-not', 'above', 'at-least', 'below', 'at-most', 'between'),
      values: fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values)),
    }),
  ),
  fc.record({
    column: fc.constantFrom('word', 'whole', 'day'),
    test: fc.constantFrom('contains', 'not-contains', 'starts-with'),
    values: fc.constantFrom('a', 'OAK', "'s", '1', '%', 'É').map((value) => [value]),
  }),
  fc.record({
    column: fc.constantFrom(...names),
    test: fc.constantFrom('missing', 'present'),
    values: fc.constant<Cell[]>([]),
  }),
  fc.record({
    column: fc.constant('yes'),
    test: fc.constant('is'),
    values: fc.boolean().map((value) => [value]),
  }),
);

test('rows are those that the conditions hold for, in file order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(condition, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('all', 'any'),
      async (conditions, match) => {
        const expected = [...table.keys()].filter((index) => {
          const row = table[index] ?? [];
          return match === 'all'
            ? conditions.every((each) => holds(each, row))
            : conditions.some((each) => holds(each, row));
        });
        const { numbers, rows: found } = await viewed({ sort: [], match, conditions });
        expect(numbers).toEqual(expected);
        expect(found).toEqual(expected.map((index) => table[index]));
      },
    ),
    { numRuns: 60 },
  );
});

/** Missing last, either way; ties as in the file. */
function compare(a: Cell, b: Cell, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (a === b) return 0;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

test('rows are sorted by several columns, and the first rows are there before the view is', async () => {
  const order = fc.record({
    column: fc.constantFrom('whole', 'half', 'day', 'yes'),
    descending: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(order, { maxLength: 3, selector: ({ column }) => column }),
      async (sort) => {
        const expected = [...table.keys()].sort((i, j) => {
          for (const { column, descending } of sort) {
            const place = names.indexOf(column);
            const decided = compare(table[i]?.[place] ?? null, table[j]?.[place] ?? null, descending);
            if (decided !== 0) return decided;
          }
          return i - j;
        });
        const query: TableQuery = { sort, match: 'all', conditions: [] };
        expect((await viewed(query)).numbers).toEqual(expected);
        const first = await rows({ parquet, offset: 10, limit: 30, query }, context());
        expect(first.numbers).toEqual(expected.slice(10, 40));
        expect(first.total).toBe(300);
      },
    ),
    { numRuns: 30 },
  );
});

test('cells are found by their text, in the table and in a view of it', async () => {
  const sought = async (path: string, text: string, numbered: boolean) =>
    find({ parquet: path, text, numbered }, context());
  const cells = table.flatMap((row, i) =>
    row.flatMap((cell, j) => (cell !== null && textOf(cell).includes('oa') ? [[i, j]] : [])),
  );
  expect(await sought(parquet, 'OA', false)).toEqual({ total: cells.length, cells });
  const path = join(folder.path, 'found.parquet');
  const query: TableQuery = {
    sort: [],
    match: 'all',
    conditions: [{ column: 'word', test: 'is', values: ['Oak'] }],
  };
  const { rows: total } = await tableView({ parquet, query, path }, context());
  const inView = await sought(path, 'oak', true);
  expect(inView.total).toBe(total);
  expect(inView.cells.slice(0, 3)).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
  expect((await sought(parquet, '\u22123', false)).total).toBe(
    table.filter(([whole]) => whole === -3).length,
  );
  expect(await sought(parquet, '', false)).toEqual({ total: 0, cells: [] });
});

test('a column that is not there is named; a value of another type matches nothing', async () => {
  const path = join(folder.path, 'wrong.parquet');
  const asked = (column: string, value: Cell): TableQuery => ({
    sort: [],
    match: 'all',
    conditions: [{ column, test: 'is', values: [value] }],
  });
  await expect(tableView({ parquet, query: asked('gone', 1), path }, context())).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    received: 'gone',
  });
  expect(await tableView({ parquet, query: asked('day', 'soon'), path }, context())).toEqual({ rows: 0 });
});
