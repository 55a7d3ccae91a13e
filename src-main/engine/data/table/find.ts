import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import { identifier, literal } from '../sql';
import { physicalTypes } from './view';

/** Cells that are named; all are counted. */
const mostCells = 10_000;

/**
 * Whether the text of a column of this type can hold what is sought at all: writing millions of numbers as text to look
 * for a word in them would take most of the time. Only types that are written in few signs are told apart.
 */
function mayHold(type: string, text: string): boolean {
  if (/INT$/.test(type)) return /^[-\d]+$/.test(text);
  if (type === 'DOUBLE' || type === 'FLOAT') return /^[-+.\deinfa]+$/i.test(text);
  if (type === 'DATE') return /^[-\d ()bc]+$/i.test(text);
  if (type === 'BOOLEAN') return ['true', 'false'].some((word) => word.includes(text.toLowerCase()));
  return true;
}

/**
 * Cells whose text holds what is sought, without regard to case, in the order of the file.
 * @param numbered whether the first column numbers the rows and is none of the table.
 */
export const find: TaskHandler<'find'> = async ({ parquet, text, numbered }, { signal }) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    // The table shows a real minus.
    const plain = text.replaceAll('\u2212', '-');
    const columns = [...(await physicalTypes(database, parquet))]
      .slice(numbered ? 1 : 0)
      .map(([name, type], place) => ({ name, type, place }))
      .filter(({ type }) => mayHold(type, plain));
    if (text === '' || columns.length === 0) return { total: 0, cells: [] };
    const hits = columns.map(({ name, place }) => ({
      hit: `coalesce(contains(lower(${identifier(name)}::VARCHAR), lower(${literal(plain)})), FALSE)`,
      place,
    }));
    const from = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const sums = hits.map(({ hit }) => `count(*) FILTER (${hit})`);
    const [counted = {}] = await database.rows(`SELECT (${sums.join(' + ')})::DOUBLE AS total FROM ${from}`);
    const cells: [number, number][] = [];
    const places = hits.map(({ hit, place }) => `CASE WHEN ${hit} THEN ${place} END`);
    const sql = `SELECT file_row_number, list_filter([${places.join(', ')}], lambda place: place IS NOT NULL) AS places FROM ${from} WHERE ${hits.map(({ hit }) => hit).join(' OR ')} ORDER BY file_row_number LIMIT ${mostCells}`;
    const rows = await database.rows(
      `SELECT file_row_number, unnest(places) AS place FROM (${sql}) ORDER BY ALL LIMIT ${mostCells}`,
    );
    for (const row of rows) cells.push([numeric(row['file_row_number']), numeric(row['place'])]);
    return { total: numeric(counted['total']), cells };
  } finally {
    database.close();
  }
};
