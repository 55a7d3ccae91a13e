import type { Cell } from '../../../contract/schemas/common';
import { numeric } from '../database';
import type { Database } from '../database';
import { toCell } from '../cells';
import { identifier, literal } from '../sql';
import { columnsOf, differs } from '../steps/table';

const numbered = (parquet: string): string => `read_parquet(${literal(parquet)}, file_row_number = true)`;

/** SQL: the rows of a Parquet file, with `file_row_number`. */
export const rowsOf = numbered;

/**
 * SQL: the rows of a table, with `file_row_number`, of which a cell differs from the row at the same place in the table
 * before it, or has a value in a column that is new.
 */
export async function changedRows(database: Database, after: string, before: string): Promise<string> {
  const [was, is] = [await tableColumns(database, before), await tableColumns(database, after)];
  const known = new Set(was.map(({ name }) => name));
  const differing = is.map(({ name }) =>
    known.has(name) ? differs(name, was, is) : `a.${identifier(name)} IS NOT NULL`,
  );
  const condition = differing.length === 0 ? 'FALSE' : differing.join(' OR ');
  return `(SELECT a.* FROM ${numbered(after)} a JOIN ${numbered(before)} b ON a.file_row_number = b.file_row_number WHERE ${condition})`;
}

/** What cells of rows at these places were in the table before: by index of the column after, where they differ. */
export async function cellsBefore(
  database: Database,
  before: string,
  {
    columns,
    places,
    rows,
  }: { columns: readonly string[]; places: readonly number[]; rows: readonly (readonly Cell[])[] },
): Promise<Record<string, Cell>[]> {
  const known = new Set((await tableColumns(database, before)).map(({ name }) => name));
  const compared = columns.flatMap((name, index) => (known.has(name) ? [{ name, index }] : []));
  if (places.length === 0 || compared.length === 0) return rows.map(() => ({}));
  const names = compared.map(({ name }) => identifier(name)).join(', ');
  const result = await database.connection.runAndReadAll(
    `SELECT file_row_number, ${names} FROM ${numbered(before)} WHERE ${placesSql(places)}`,
  );
  const found = new Map(
    result.getRows().map(([place = null, ...cells]) => [numeric(place), cells.map(toCell)]),
  );
  return places.map((place, row) => {
    const old = found.get(place);
    if (old === undefined) return {};
    return Object.fromEntries(
      compared.flatMap(({ index }, at): [string, Cell][] => {
        const [was, is] = [old[at] ?? null, rows[row]?.[index] ?? null];
        return isSameCell(was, is) ? [] : [[String(index), was]];
      }),
    );
  });
}

/** The numbers in the data set of rows at these places of a table, from the file that keeps them. */
export async function numbersAt(
  database: Database,
  numbers: string,
  places: readonly number[],
): Promise<number[]> {
  if (places.length === 0) return [];
  const result = await database.connection.runAndReadAll(
    `SELECT file_row_number, number FROM ${numbered(numbers)} WHERE ${placesSql(places)}`,
  );
  const found = new Map(
    result.getRows().map(([place = null, number = null]) => [numeric(place), numeric(number)]),
  );
  return places.map((place) => found.get(place) ?? place);
}

/** Places that follow one another are asked for as a range, which lets the reader leave out the rest of the file. */
function placesSql(places: readonly number[]): string {
  const [first, last] = [Math.min(...places), Math.max(...places)];
  if (last - first < 2 * places.length) return `file_row_number BETWEEN ${String(first)} AND ${String(last)}`;
  return `file_row_number IN (${places.map(String).join(', ')})`;
}

/** As written where a step changed the type of a column, as `differs` compares them. */
const isSameCell = (one: Cell, other: Cell): boolean =>
  one === other ||
  (one !== null && other !== null && typeof one !== typeof other && String(one) === String(other));

const tableColumns = (database: Database, parquet: string) =>
  columnsOf(database, `read_parquet(${literal(parquet)})`);
