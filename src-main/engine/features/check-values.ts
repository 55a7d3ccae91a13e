import type { DuckDBValue } from '@duckdb/node-api';
import type { ContractColumn } from '../../contract/schemas/input-contract';
import type { FileCheck } from '../../contract/schemas/file-check';
import { numeric, openDatabase, type Database } from '../data/database';
import { identifier, literal, literals } from '../data/sql';
import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { frameExpression } from './columns';

type Values = Pick<FileCheck, 'outOfRange' | 'unseen' | 'blank'>;

/** Rows that show each finding. */
const examplesShown = 3;
const wordsShown = 5;

/** A bound as a person reads it. */
function bound(column: ContractColumn, value: number): string {
  if (column.takes === 'number') return String(Number(value.toPrecision(7)));
  const iso = new Date(value * 1000).toISOString();
  return column.type === 'date' ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/** A value as a person wrote it: a double of SQL has a point that its file need not have. */
const shown = ({ takes }: ContractColumn, text: string): string =>
  takes === 'number' ? String(Number(text)) : text;

const exampleRow = (numbered: boolean, row: DuckDBValue | undefined): number | null =>
  numbered ? numeric(row) + 1 : null;

async function outOfRange(
  database: Database,
  source: string,
  column: ContractColumn,
  numbered: boolean,
): Promise<Values['outOfRange']> {
  const { range, takes, name } = column;
  if (range === null || takes === 'text') return [];
  const value = frameExpression({ name, kind: takes });
  const outside = `(${value} < ${String(range.minimum)}::DOUBLE OR ${value} > ${String(range.maximum)}::DOUBLE)`;
  const [counted = {}] = await database.rows(`SELECT count(*) FILTER (${outside}) AS outside FROM ${source}`);
  const rows = numeric(counted['outside']);
  if (rows === 0) return [];
  const examples = await database.rows(
    `SELECT file_row_number AS row, CAST(${identifier(name)} AS VARCHAR) AS value FROM ${source} WHERE ${outside} ORDER BY file_row_number LIMIT ${String(examplesShown)}`,
  );
  return [
    {
      column: name,
      rows,
      minimum: bound(column, range.minimum),
      maximum: bound(column, range.maximum),
      examples: examples.map(({ row, value }) => ({
        row: exampleRow(numbered, row),
        value: shown(column, String(value)),
      })),
    },
  ];
}

async function unseenWords(
  database: Database,
  source: string,
  { name, categories }: ContractColumn,
  numbered: boolean,
): Promise<Values['unseen']> {
  if (categories === null) return [];
  const value = `CAST(${identifier(name)} AS VARCHAR)`;
  const unknown = `${value} IS NOT NULL AND ${value} <> '' AND NOT list_contains(${literals(categories)}::VARCHAR[], ${value})`;
  const groups = `SELECT ${value} AS value, count(*) AS rows, min(file_row_number) AS row FROM ${source} WHERE ${unknown} GROUP BY 1`;
  const [counted = {}] = await database.rows(
    `SELECT coalesce(sum(rows), 0)::DOUBLE AS rows, count(*) AS distinct_words FROM (${groups})`,
  );
  const rows = numeric(counted['rows']);
  if (rows === 0) return [];
  const examples = await database.rows(
    `SELECT * FROM (${groups}) ORDER BY rows DESC, row LIMIT ${String(wordsShown)}`,
  );
  return [
    {
      column: name,
      rows,
      distinct: numeric(counted['distinct_words']),
      examples: examples.map(({ row, value, rows: times }) => ({
        row: exampleRow(numbered, row),
        value: String(value),
        rows: numeric(times),
      })),
    },
  ];
}

async function blanks(
  database: Database,
  source: string,
  { name, missing }: ContractColumn,
): Promise<Values['blank']> {
  if (missing !== false) return [];
  const [counted = {}] = await database.rows(
    `SELECT count(*) FILTER (${identifier(name)} IS NULL) AS rows FROM ${source}`,
  );
  const rows = numeric(counted['rows']);
  return rows === 0 ? [] : [{ column: name, rows }];
}

/**
 * Compares the values of a table with a contract: what is out of range, never seen, or blank where training had a value
 * in every row. Columns that the table lacks are passed over.
 */
export async function checkValues(
  { parquet, columns, numbered }: TaskParams<'check-values'>,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'check-values'>> {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const present = new Set(described.map((row) => String(row['column_name'])));
    const found: Values = { outOfRange: [], unseen: [], blank: [] };
    for (const column of columns.filter(({ name }) => present.has(name))) {
      found.outOfRange.push(...(await outOfRange(database, source, column, numbered)));
      found.unseen.push(...(await unseenWords(database, source, column, numbered)));
      found.blank.push(...(await blanks(database, source, column)));
    }
    return found;
  } finally {
    database.close();
  }
}
