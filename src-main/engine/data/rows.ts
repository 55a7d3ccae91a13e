import type { TaskHandler } from '../protocol';
import { toCell } from './cells';
import { numeric, openDatabase } from './database';
import { identifier } from './sql';
import { cellsBefore, changedRows, numbersAt, rowsOf } from './table/changes';
import { filterSql, orderSql } from './table/conditions';
import { physicalTypes } from './table/view';

/**
 * A page of rows in file order, or by one column (missing last, ties in file order), or of a query that no view was
 * made for: right for its first rows, slow for late ones. Of a view, the first column is told as the numbers of the rows.
 * With `before`, what cells that differ were in that table.
 */
export const rows: TaskHandler<'rows'> = async (
  { parquet, offset, limit, order, query, numbered = false, before, changedOnly = false, numbers },
  { signal },
) => {
  const files = [parquet, before, numbers].filter((file) => file !== undefined);
  const database = await openDatabase({ files, directories: [], signal });
  try {
    const isCompared = changedOnly && before !== undefined && query !== undefined;
    const from = isCompared ? await changedRows(database, parquet, before) : rowsOf(parquet);
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
    const isNumbered = query !== undefined || numbered;
    const cells = found.map((row) => (isNumbered ? row.slice(1) : row).map(toCell));
    const places = found.map((row, index) => (isNumbered ? numeric(row[0] ?? null) : first + index));
    const columns = result.columnNames().slice(isNumbered ? 1 : 0);
    const named = numbers === undefined ? places : await numbersAt(database, numbers, places);
    return {
      offset,
      total: numeric(count['total']),
      rows: cells,
      ...(isNumbered || numbers !== undefined ? { numbers: named } : {}),
      ...(before === undefined
        ? {}
        : { was: await cellsBefore(database, before, { columns, places, rows: cells }) }),
    };
  } finally {
    database.close();
  }
};
