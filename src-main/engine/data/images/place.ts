import type { UnreadableCell } from '../../../contract/schemas/decisions';
import type { TaskHandler } from '../../protocol';
import { columnsOf } from '../column-kinds';
import { numeric, openDatabase } from '../database';
import type { Database } from '../database';
import { parquetOptions } from '../importers/convert';
import { identifier, literal } from '../sql';
import { columnsOf as kindsOf } from '../steps/table';
import { looksLikePicture } from './files';

/** From this share of different values on, a column of words holds paths of pictures. */
const mostlyPaths = 0.5;
/** Values that are looked at to tell. */
const lookedAt = 200;
/** Cells that are named one by one. */
const namedOfColumn = 100;

async function* differentTexts(database: Database, source: string, column: string): AsyncGenerator<string> {
  const name = identifier(column);
  for await (const [chunk = []] of database.chunks(
    `SELECT DISTINCT ${name} FROM ${source} WHERE ${name} IS NOT NULL ORDER BY 1`,
  ))
    for (const text of chunk) if (typeof text === 'string') yield text;
}

/** Whether the first values of a column are mostly paths of pictures. */
async function holdsPaths(database: Database, source: string, column: string): Promise<boolean> {
  const name = identifier(column);
  const rows = await database.rows(
    `SELECT DISTINCT ${name} AS text FROM ${source} WHERE ${name} IS NOT NULL LIMIT ${String(lookedAt)}`,
  );
  const paths = rows.filter(({ text }) => typeof text === 'string' && looksLikePicture(text)).length;
  return rows.length > 0 && paths >= mostlyPaths * rows.length;
}

/** See `image-paths` in protocol-images.ts. */
export const imagePaths: TaskHandler<'image-paths'> = async ({ parquet, columns }, { signal }) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)})`;
    const words = (await kindsOf(database, source)).filter(({ kind }) => kind === 'text');
    const found: { name: string; paths: string[] }[] = [];
    for (const { name } of words) {
      const isWanted = columns === null ? await holdsPaths(database, source, name) : columns.includes(name);
      if (!isWanted) continue;
      const paths: string[] = [];
      for await (const text of differentTexts(database, source, name)) paths.push(text);
      found.push({ name, paths });
    }
    return { columns: found };
  } finally {
    database.close();
  }
};

type Placed = Parameters<TaskHandler<'place-images'>>[0]['columns'][number];

/** Puts what stands for each path into a table of its own. */
async function storeReferences(database: Database, place: number, { references }: Placed): Promise<string> {
  const table = `images_${String(place)}`;
  await database.run(`CREATE OR REPLACE TEMP TABLE ${table} (path VARCHAR, reference VARCHAR)`);
  const appender = await database.connection.createAppender(table, 'main', 'temp');
  for (const [path, reference] of Object.entries(references)) {
    appender.appendVarchar(path);
    appender.appendVarchar(reference);
    appender.endRow();
  }
  appender.closeSync();
  return `temp.${table}`;
}

/** Cells that name no picture. */
async function lost(
  database: Database,
  source: string,
  { name, reasons }: Placed,
  table: string,
): Promise<{ rows: number; cells: UnreadableCell[] }> {
  const from = `FROM ${source} AS data LEFT JOIN ${table} AS known ON data.${identifier(name)} = known.path
    WHERE data.${identifier(name)} IS NOT NULL AND known.reference IS NULL`;
  const [counted = {}] = await database.rows(`SELECT count(*) AS rows ${from}`);
  const cells = await database.rows(
    `SELECT data.file_row_number AS row, data.${identifier(name)} AS value ${from} ORDER BY 1 LIMIT ${String(namedOfColumn)}`,
  );
  return {
    rows: numeric(counted['rows']),
    cells: cells.map(({ row, value }) => {
      const text = String(value);
      const reason = Object.hasOwn(reasons, text) ? reasons[text] : undefined;
      const number = numeric(row) + 1;
      // The names of the columns are in the first line.
      return {
        line: number + 1,
        row: number,
        column: name,
        value: text,
        reason: reason ?? 'no picture of that path or name',
      };
    }),
  };
}

/** See `place-images` in protocol-images.ts. */
export const placeImages: TaskHandler<'place-images'> = async ({ parquet, path, columns }, { signal }) => {
  const database = await openDatabase({ files: [parquet, path], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const unreadable: UnreadableCell[] = [];
    const missing: { column: string; rows: number }[] = [];
    const joins: string[] = [];
    const replaced: string[] = [];
    for (const [place, column] of columns.entries()) {
      const table = await storeReferences(database, place, column);
      const { rows, cells } = await lost(database, source, column, table);
      unreadable.push(...cells);
      if (rows > 0) missing.push({ column: column.name, rows });
      const name = identifier(column.name);
      joins.push(`LEFT JOIN ${table} AS known${String(place)} ON data.${name} = known${String(place)}.path`);
      replaced.push(`known${String(place)}.reference AS ${name}`);
    }
    const kinds = (await kindsOf(database, source)).filter(({ name }) => name !== 'file_row_number');
    await database.run(
      `COPY (SELECT data.* EXCLUDE (file_row_number) REPLACE (${replaced.join(', ')}) FROM ${source} AS data ${joins.join(' ')}
        ORDER BY data.file_row_number) TO ${literal(path)} (${parquetOptions(kinds.length)})`,
    );
    const placed = new Set(columns.map(({ name }) => name));
    const made = await columnsOf(
      database,
      path,
      kinds
        .filter(({ name }) => placed.has(name))
        .map(({ name }) => ({ name, type: 'image' as const, given: true })),
      signal,
    );
    return { columns: made.columns, unreadable, missing };
  } finally {
    database.close();
  }
};
