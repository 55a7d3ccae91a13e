import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { cleaningStepSchema, type CleaningStep } from '../../../../src-main/contract/cleaning';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { toCell } from '../../../../src-main/engine/data/cells';
import { identifier, literal } from '../../../../src-main/engine/data/sql';
import { chain, type Chain, type Learned } from '../../../../src-main/engine/data/steps/chain';
import { rowColumn } from '../../../../src-main/engine/data/steps/table';

let last = 0;

/** A step with its defaults filled in. */
export const step = (parameters: { kind: CleaningStep['kind'] } & Record<string, unknown>): CleaningStep =>
  cleaningStepSchema.parse({ id: `step-${String((last += 1))}`, ...parameters });

/** Works in a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-steps-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes what a query gives as a Parquet file. */
export async function writeTable(path: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO ${literal(path)} (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** SQL of a table of columns: lists of cells, with a type of DuckDB. */
export function tableOf(columns: Record<string, { type: string; cells: readonly Cell[] }>): string {
  const names = Object.keys(columns);
  const rows = Object.values(columns)[0]?.cells.length ?? 0;
  const sqlOf = (cell: Cell): string =>
    cell === null ? 'NULL' : typeof cell === 'string' ? literal(cell) : String(cell);
  const values = Array.from({ length: rows }, (_, row) => {
    const cells = Object.values(columns).map(
      ({ type, cells: list }) => `CAST(${sqlOf(list[row] ?? null)} AS ${type})`,
    );
    return `(${cells.join(', ')})`;
  });
  const header = names.map(identifier).join(', ');
  if (rows > 0) return `SELECT * FROM (VALUES ${values.join(', ')}) AS t(${header})`;
  const empty = Object.entries(columns).map(
    ([name, { type }]) => `CAST(NULL AS ${type}) AS ${identifier(name)}`,
  );
  return `SELECT ${empty.join(', ')} WHERE false`;
}

export interface Outcome extends Pick<Chain, 'learned' | 'columns' | 'stages'> {
  /** By column; rows in their order. */
  cells: Record<string, Cell[]>;
  /** Numbers of the rows that are left. */
  rows: number[];
}

/** Does steps to a table of SQL. */
export async function run(
  table: string,
  steps: readonly CleaningStep[],
  options: { learned?: Learned; tolerant?: boolean; seed?: number } = {},
): Promise<Outcome> {
  const database = await openDatabase({ files: [], directories: [] });
  const row = identifier(rowColumn);
  try {
    await database.run(
      `CREATE TEMP TABLE source AS SELECT *, row_number() OVER () - 1 AS ${row} FROM (${table})`,
    );
    const made = await chain({ database, relation: 'source', steps, ...options });
    const found = await database.rows(`SELECT * FROM ${made.relation} ORDER BY ${row}`);
    return {
      ...made,
      rows: found.map((values) => Number(values[rowColumn])),
      cells: Object.fromEntries(
        made.columns.map(({ name }) => [name, found.map((values) => toCell(values[name] ?? null))]),
      ),
    };
  } finally {
    database.close();
  }
}
