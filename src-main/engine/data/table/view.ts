import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { filterSql, orderSql } from './conditions';
import type { PhysicalTypes } from './conditions';
import { changedRows, rowsOf } from './changes';

/** Rows of a group of a view: a page reads one or two groups, so that small ones make it quick. */
const rowsOfGroup = 16_384;
/** Cells of a group at most, for wide tables. */
const cellsOfGroup = 500_000;
const smallestGroup = 2_048;

/** The types of the columns of a Parquet file. */
export async function physicalTypes(database: Database, parquet: string): Promise<PhysicalTypes> {
  const rows = await database.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(parquet)})`);
  return new Map(rows.map((row) => [String(row['column_name']), String(row['column_type'])]));
}

/** A name for the column of row numbers that no column of the table has. */
function numberName(types: PhysicalTypes): string {
  let name = 'row number';
  while (types.has(name)) name += ' ';
  return name;
}

/**
 * Writes the rows of a table that a query shows, in its order, as a Parquet file of small groups whose first column
 * holds the number of each row (from 0) in the table. A copy, so that every page is a read of neighbours.
 */
export const tableView: TaskHandler<'table-view'> = async (
  { parquet, query, path, changedFrom },
  { signal, report },
) => {
  const directory = dirname(path);
  const database = await openDatabase({
    files: changedFrom === undefined ? [parquet] : [parquet, changedFrom],
    directories: [directory],
    spill: directory,
    signal,
  });
  const timer = setInterval(() => {
    const { percentage } = database.connection.progress;
    report({ fraction: percentage > 0 ? Math.min(1, percentage / 100) : null, detail: 'Ordering rows' });
  }, 200);
  const temporary = `${path}.part`;
  try {
    const types = await physicalTypes(database, parquet);
    const group = Math.max(smallestGroup, Math.min(rowsOfGroup, Math.floor(cellsOfGroup / (types.size + 1))));
    const from =
      changedFrom === undefined ? rowsOf(parquet) : await changedRows(database, parquet, changedFrom);
    const order =
      query.sort.length === 0 && changedFrom === undefined ? '' : ` ORDER BY ${orderSql(query, types)}`;
    await database.run(
      `COPY (SELECT file_row_number AS ${identifier(numberName(types))}, * EXCLUDE (file_row_number) FROM ${from} WHERE ${filterSql(query, types)}${order}) TO ${literal(temporary)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${group})`,
    );
    const [counted = {}] = await database.rows(
      `SELECT count(*) AS rows FROM read_parquet(${literal(temporary)})`,
    );
    await rename(temporary, path);
    return { rows: numeric(counted['rows']) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    clearInterval(timer);
    database.close();
  }
};
