import type { ColumnSummary } from '../../../contract/schemas/data';
import type { DuckDBValue } from '@duckdb/node-api';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { isDate, isNumber, measure } from '../statistics';

/** Rows that are compared with one another; more hardly change a picture, and all of them fit into memory. */
export const sampleRows = 100_000;
/** Categories that are told apart; rarer ones count as one. */
const mostCategories = 200;

/** A column of the sample. Missing values and numbers that are not finite are NaN, or -1 among the codes. */
export interface SampleColumn {
  name: string;
  summary: ColumnSummary;
  /** Numbers, and dates as seconds since 1970; null for words and booleans. */
  values: Float64Array | null;
  /** The category of each row by its place in `labels`, for words and booleans; null for numbers. */
  codes: Int32Array | null;
  labels: readonly string[];
}

export interface Sample {
  rows: number;
  columns: readonly SampleColumn[];
}

/** A table in a Parquet file with the number of each row, from 0, as `file_row_number`. */
export const relationOf = (parquet: string): string =>
  `read_parquet(${literal(parquet)}, file_row_number = true)`;

/**
 * SQL: true for about `wanted` of `rows` rows, always the same ones: those whose number hashes low. Unlike the first
 * rows, they do not depend on how the table is ordered.
 */
export function sampleCondition(rows: number, wanted = sampleRows): string {
  const parts = 1_000_003;
  if (rows <= wanted) return 'TRUE';
  return `hash(file_row_number) % ${parts} < ${Math.ceil((wanted / rows) * parts)}`;
}

const isMeasured = ({ type }: ColumnSummary): boolean => isNumber(type) || isDate(type);

/** SQL: a value as a number (NULL where it is not finite) or as text. */
const selected = (summary: ColumnSummary): string => {
  if (!isMeasured(summary)) return `${identifier(summary.name)}::VARCHAR`;
  const value = measure({ ...summary, given: true });
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};

const textOf = (value: DuckDBValue | undefined): string => (typeof value === 'string' ? value : '');

/** The categories of a column of words, most frequent first; beyond the most, the last one stands for all others. */
async function labelsOf(
  database: Database,
  relation: string,
  condition: string,
  summary: ColumnSummary,
): Promise<string[]> {
  const rows = await database.rows(
    `SELECT ${identifier(summary.name)}::VARCHAR AS value FROM ${relation} WHERE ${condition} AND value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT ${mostCategories}`,
  );
  return rows.map(({ value }) => textOf(value));
}

/** Reads the sampled rows of some columns into memory, in the order of the table. */
export async function readSample(
  database: Database,
  relation: string,
  rows: number,
  summaries: readonly ColumnSummary[],
  wanted = sampleRows,
): Promise<Sample> {
  const condition = sampleCondition(rows, wanted);
  const [counted = {}] = await database.rows(`SELECT count(*) AS rows FROM ${relation} WHERE ${condition}`);
  const size = numeric(counted['rows']);
  const columns: SampleColumn[] = [];
  for (const summary of summaries) {
    const isValues = isMeasured(summary);
    columns.push({
      name: summary.name,
      summary,
      values: isValues ? new Float64Array(size) : null,
      codes: isValues ? null : new Int32Array(size),
      labels: isValues ? [] : await labelsOf(database, relation, condition, summary),
    });
  }
  if (columns.length === 0) return { rows: size, columns };
  const places = columns.map(({ labels }) => new Map(labels.map((label, code) => [label, code])));
  const sql = `SELECT ${summaries.map(selected).join(', ')} FROM ${relation} WHERE ${condition} ORDER BY file_row_number`;
  let start = 0;
  for await (const chunk of database.chunks(sql)) {
    chunk.forEach((cells, index) => {
      const column = columns[index];
      const codeOf = places[index];
      if (column === undefined || codeOf === undefined) return;
      cells.forEach((cell, row) => {
        if (column.values !== null) column.values[start + row] = numeric(cell, Number.NaN);
        else if (column.codes !== null)
          column.codes[start + row] =
            cell === null ? -1 : (codeOf.get(textOf(cell)) ?? Math.max(0, column.labels.length - 1));
      });
    });
    start += chunk[0]?.length ?? 0;
  }
  return { rows: size, columns };
}
