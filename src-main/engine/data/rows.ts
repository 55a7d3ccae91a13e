import { DuckDBDateValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../../contract/schemas/common';
import type { TaskHandler } from '../protocol';
import { numeric, openDatabase } from './database';
import { identifier, literal } from './sql';
import { filterSql, orderSql } from './table/conditions';
import { physicalTypes } from './table/view';

/** A value as it is shown: dates as ISO text, whole numbers beyond 2^53 as text so that no digit is lost. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampValue) return value.toString().replace(' ', 'T');
  return String(value);
}

/**
 * A page of rows in file order, or by one column (missing last, ties in file order), or of a query that no view was
 * made for: right for its first rows, slow for late ones. Of a view, the first column is told as the numbers of the rows.
 */
export const rows: TaskHandler<'rows'> = async (
  { parquet, offset, limit, order, query, numbered = false },
  { signal },
) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const from = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const first = Math.max(0, Math.floor(offset));
    const size = Math.max(0, Math.floor(limit));
    const types = query === undefined ? null : await physicalTypes(database, parquet);
    const filter = query === undefined || types === null ? 'TRUE' : filterSql(query, types);
    const [count = {}] = await database.rows(`SELECT count(*) AS total FROM ${from} WHERE ${filter}`);
    const all = '* EXCLUDE (file_row_number)';
    // File order by the number of the row, which lets the reader leave out whole groups of rows.
    const sql =
      query !== undefined && types !== null
        ? `SELECT file_row_number, ${all} FROM ${from} WHERE ${filter} ORDER BY ${orderSql(query, types)} LIMIT ${size} OFFSET ${first}`
        : order === undefined
          ? `SELECT ${all} FROM ${from} WHERE file_row_number >= ${first} AND file_row_number < ${first + size} ORDER BY file_row_number`
          : `SELECT ${all} FROM ${from} ORDER BY ${identifier(order.column)} ${order.descending ? 'DESC' : 'ASC'} NULLS LAST, file_row_number LIMIT ${size} OFFSET ${first}`;
    const result = await database.connection.runAndReadAll(sql);
    const found = result.getRows();
    const page = { offset, total: numeric(count['total']) };
    if (query === undefined && !numbered) return { ...page, rows: found.map((row) => row.map(toCell)) };
    return {
      ...page,
      rows: found.map((row) => row.slice(1).map(toCell)),
      numbers: found.map((row) => numeric(row[0])),
    };
  } finally {
    database.close();
  }
};
