import type { ColumnType } from '../../../contract/schemas/data';
import type { Task } from '../../../contract/schemas/recipe';
import type { SplitMethodName } from '../../../contract/schemas/split';
import { numeric, type Database } from '../../data/database';
import { identifier } from '../../data/sql';
import { frameExpression, frameKind } from '../columns';
import type { SplitRows } from './method';
import { noClass } from './parts';
import { orderOfNames, strataOfClasses, strataOfNumbers } from './strata';

/** The column that the split goes by, as the recipe has it. */
export interface GoesBy {
  method: SplitMethodName;
  column: { name: string; type: ColumnType } | null;
}

/** Texts of a column as codes, in the order of the rows; names in the order in which they come. */
async function readWords(
  database: Database,
  source: string,
  column: string,
  rows: number,
): Promise<{ codes: Uint32Array; names: string[] }> {
  const codes = new Uint32Array(rows).fill(noClass);
  const known = new Map<string, number>();
  const query = `SELECT CAST(${identifier(column)} AS VARCHAR), file_row_number FROM ${source}`;
  for await (const [chunk = [], places = []] of database.chunks(query)) {
    for (const [index, value] of chunk.entries()) {
      if (typeof value !== 'string') continue;
      let code = known.get(value);
      if (code === undefined) known.set(value, (code = known.size));
      codes[numeric(places[index])] = code;
    }
  }
  return { codes, names: [...known.keys()] };
}

/** Rows that have a finite number, ascending and then by place, with the numbers of all rows. */
async function readOrdered(
  database: Database,
  source: string,
  value: string,
  rows: number,
): Promise<{ values: Float64Array; order: Int32Array }> {
  const values = new Float64Array(rows).fill(Number.NaN);
  const order = new Int32Array(rows);
  let next = 0;
  const query = `SELECT ${value}, file_row_number FROM ${source} WHERE isfinite(${value}) ORDER BY ${value}, file_row_number`;
  for await (const [chunk = [], places = []] of database.chunks(query)) {
    for (const [index, number] of chunk.entries()) {
      const row = numeric(places[index]);
      values[row] = numeric(number);
      order[next++] = row;
    }
  }
  return { values, order: order.subarray(0, next) };
}

/**
 * What a split goes by, for all rows: the rows that have a value to predict by class or by tenth of a number, and the
 * column of groups, times or parts. Some bytes a row are held.
 * @param source a relation with `file_row_number`.
 */
export async function readSplitRows(
  database: Database,
  source: string,
  target: string,
  task: Task,
  { method, column }: GoesBy,
): Promise<SplitRows> {
  const [counted = {}] = await database.rows(`SELECT count(*) AS rows FROM ${source}`);
  const rows = numeric(counted['rows']);
  const base = await (async (): Promise<SplitRows> => {
    if (task === 'regression') {
      const { order } = await readOrdered(database, source, `CAST(${identifier(target)} AS DOUBLE)`, rows);
      return { rows, strata: strataOfNumbers(order), classes: null };
    }
    const { codes, names } = await readWords(database, source, target, rows);
    const classes = orderOfNames(names).map((place) => names[place] ?? '');
    return { rows, strata: strataOfClasses(codes, names), classes };
  })();
  if (column === null) return base;
  if (method === 'time') {
    const kind = frameKind(column.type);
    const value = frameExpression({ name: column.name, kind: kind === 'text' ? 'number' : kind });
    return { ...base, times: await readOrdered(database, source, value, rows) };
  }
  return { ...base, words: await readWords(database, source, column.name, rows) };
}

/** Whether a column holds dates, so that a gap before it is in days. */
export const holdsMoments = ({ column }: GoesBy): boolean =>
  column !== null && frameKind(column.type) === 'moment';
