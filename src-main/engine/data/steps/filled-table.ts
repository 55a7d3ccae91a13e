import type { DuckDBValue } from '@duckdb/node-api';
import { identifier } from '../sql';
import type { StepTable } from './table';

let last = 0;

/** Rows whose results are kept before they are written. */
const batch = 2048;

/**
 * A temporary table of what JavaScript computes of rows: "#of" (number of the row) and columns "0", "1" … of `types`.
 * @param query gives the number of the row, then what `compute` gets. Gives the table's name as SQL takes it.
 */
export async function createFilled(
  { database }: StepTable,
  query: string,
  types: readonly ('DOUBLE' | 'VARCHAR')[],
  compute: (values: readonly DuckDBValue[]) => readonly (number | string | null)[],
): Promise<string> {
  const name = `#filled ${String((last += 1))}`;
  const columns = types.map((type, index) => `, "${String(index)}" ${type}`);
  await database.run(`CREATE TEMP TABLE ${identifier(name)} ("#of" BIGINT${columns.join('')})`);
  const numbers: bigint[] = [];
  const results: (number | string | null)[][] = types.map(() => []);
  // Written after all is read: one connection does one thing at a time.
  for await (const chunk of database.chunks(query)) {
    const [rows = [], ...cells] = chunk;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      numbers.push(typeof row === 'bigint' ? row : BigInt(Number(row)));
      const made = compute(cells.map((column) => column[index] ?? null));
      results.forEach((list, place) => list.push(made[place] ?? null));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const appender = await database.connection.createAppender(name);
  numbers.forEach((number, index) => {
    appender.appendBigInt(number);
    for (const list of results) {
      const value = list[index] ?? null;
      if (value === null) appender.appendNull();
      else if (typeof value === 'number') appender.appendDouble(value);
      else appender.appendVarchar(value);
    }
    appender.endRow();
    if (index % batch === batch - 1) appender.flushSync();
  });
  appender.closeSync();
  return identifier(name);
}
