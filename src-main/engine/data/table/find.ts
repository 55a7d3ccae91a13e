import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import { identifier, literal } from '../sql';
import { physicalTypes } from './view';

/** Cells that are named; all are counted. */
const mostCells = 10_000;

/**
 * Cells whose text holds what is sought, without regard to case, in the order of the file.
 * @param numbered whether the first column numbers the rows and is none of the table.
 */
export const find: TaskHandler<'find'> = async ({ parquet, text, numbered }, { signal }) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const names = [...(await physicalTypes(database, parquet)).keys()].slice(numbered ? 1 : 0);
    if (text === '' || names.length === 0) return { total: 0, cells: [] };
    // The table shows a real minus.
    const sought = `lower(${literal(text.replaceAll('\u2212', '-'))})`;
    const hits = names.map(
      (name) => `coalesce(contains(lower(${identifier(name)}::VARCHAR), ${sought}), FALSE)`,
    );
    const from = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const sums = hits.map((hit) => `count(*) FILTER (${hit})`);
    const [counted = {}] = await database.rows(`SELECT (${sums.join(' + ')})::DOUBLE AS total FROM ${from}`);
    const cells: [number, number][] = [];
    const columns = hits.map((hit, i) => `CASE WHEN ${hit} THEN ${i} END`);
    const sql = `SELECT file_row_number, list_filter([${columns.join(', ')}], lambda place: place IS NOT NULL) AS places FROM ${from} WHERE ${hits.join(' OR ')} ORDER BY file_row_number LIMIT ${mostCells}`;
    const rows = await database.rows(
      `SELECT file_row_number, unnest(places) AS place FROM (${sql}) ORDER BY ALL LIMIT ${mostCells}`,
    );
    for (const row of rows) cells.push([numeric(row['file_row_number']), numeric(row['place'])]);
    return { total: numeric(counted['total']), cells };
  } finally {
    database.close();
  }
};
