import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A folder for one test; `remove` when done. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'strongroom-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const literal = (value: unknown): string =>
  value === null || value === undefined
    ? 'NULL'
    : typeof value === 'string'
      ? `'${value.replaceAll("'", "''")}'`
      : String(value);

/** Writes a Parquet file with DuckDB itself. @param columns "name" TYPE, as in CREATE TABLE. */
export async function writeParquet(path: string, columns: string, rows: unknown[][]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE t (${columns})`);
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows.slice(start, start + 500).map((row) => `(${row.map(literal).join(', ')})`);
    await connection.run(`INSERT INTO t VALUES ${values.join(', ')}`);
  }
  await connection.run(`COPY t TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
