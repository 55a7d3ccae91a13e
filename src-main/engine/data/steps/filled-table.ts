import type { DuckDBValue } from '@duckdb/node-api';
import { identifier } from '../sql';
import type { StepTable } from './table';

let last = 0;

/** Rows whose results are kept before they are written. */
const batch = 2048;

type Result = number | string | null;

/**
 * A temporary table of what JavaScript computes of rows: "#of" (number of the row) and columns "0", "1" … of `types`.
 * @param query gives the number of the row, then what `compute` gets: some thousand rows at once, as columns. It gives as
 * many columns as there are `types`. Gives the table's name as SQL takes it.
 */
export async function createFilled(
  { database }: StepTable,
  query: string,
  types: readonly ('DOUBLE' | 'VARCHAR')[],
  compute: (cells: readonly (readonly DuckDBValue[])[], rows: number) => readonly ArrayLike<Result>[],
): Promise<string> {
  const name = `#filled ${String((last += 1))}`;
  const columns = types.map((type, index) => `, "${String(index)}" ${type}`);
  await database.run(`CREATE TEMP TABLE ${identifier(name)} ("#of" BIGINT${columns.join('')})`);
  const made: { rows: readonly DuckDBValue[]; results: readonly ArrayLike<Result>[] }[] = [];
  // Written after all is read: one connection does one thing at a time.
  for await (const [rows = [], ...cells] of database.chunks(query)) {
    made.push({ rows, results: compute(cells, rows.length) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const appender = await database.connection.createAppender(name);
  let written = 0;
  for (const { rows, results } of made) {
    rows.forEach((row, index) => {
      appender.appendBigInt(typeof row === 'bigint' ? row : BigInt(Number(row)));
      for (const list of results) {
        const value = list[index] ?? null;
        if (value === null) appender.appendNull();
        else if (typeof value === 'number') appender.appendDouble(value);
        else appender.appendVarchar(value);
      }
      appender.endRow();
      written += 1;
      if (written % batch === 0) appender.flushSync();
    });
  }
  appender.closeSync();
  return identifier(name);
}
