import { join } from 'node:path';
import { numeric, openDatabase } from '../data/database';
import { writeFrame } from '../data/frame';
import type { FrameColumn } from '../data/frame';
import { identifier, literal } from '../data/sql';
import { readCleaning } from '../data/steps/document';
import { columnsOf, kindOfType, sqlTypes } from '../data/steps/table';
import { readFitted } from '../features/read-fitted';
import { cleaningFile } from '../protocol';
import type { TaskHandler } from '../protocol';
import { rawRows } from './raw-values';
import type { RawColumn, RawValue } from './raw-values';

/** A value as SQL, to its last bit. */
function valueSql(value: RawValue, { type }: RawColumn): string {
  const sql = sqlTypes[kindOfType(type)];
  if (value === null) return `CAST(NULL AS ${sql})`;
  if (type === 'date' || type === 'datetime')
    return `CAST(make_timestamp(${String(value)} * 1000000) AS ${sql})`;
  return `CAST(${literal(String(value))} AS ${sql})`;
}

/** See `raw-rows` in protocol-exports.ts. */
export const writeRawRows: TaskHandler<'raw-rows'> = async ({ model, columns, how, path }, { signal }) => {
  const document = await readCleaning(join(model, cleaningFile));
  const rows = rawRows(columns, await readFitted(model), document, how);
  const database = await openDatabase({ files: [path], directories: [], signal });
  try {
    const list = rows.map(
      (cells) => `(${columns.map((column, index) => valueSql(cells[index] ?? null, column)).join(', ')})`,
    );
    const names = columns.map(({ name }) => identifier(name)).join(', ');
    await database.run(
      `COPY (SELECT * FROM (VALUES ${list.join(', ')}) AS t(${names})) TO ${literal(path)} (FORMAT parquet)`,
    );
    return { rows: rows.length };
  } finally {
    database.close();
  }
};

/** See `raw-frame` in protocol-exports.ts. */
export const writeRawFrame: TaskHandler<'raw-frame'> = async ({ parquet, columns, path }, { signal }) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)})`;
    const kinds = new Map((await columnsOf(database, source)).map(({ name, kind }) => [name, kind]));
    const [counted = {}] = await database.rows(`SELECT count(*) AS rows FROM ${source}`);
    const rows = numeric(counted['rows']);
    const select = columns.map(({ name, as }) => {
      const column = identifier(name);
      const kind = kinds.get(name);
      if (as === 'text') return `CAST(${column} AS VARCHAR)`;
      const isTime = kind === 'date' || kind === 'datetime';
      return isTime ? `epoch(CAST(${column} AS TIMESTAMP))` : `TRY_CAST(${column} AS DOUBLE)`;
    });
    const cells = columns.map((): unknown[] => []);
    for await (const chunk of database.chunks(`SELECT ${select.join(', ')} FROM ${source}`)) {
      cells.forEach((list, index) => {
        for (const value of chunk[index] ?? []) list.push(value);
      });
    }
    const made = columns.map(({ name, as }, index): FrameColumn => {
      const list = cells[index] ?? [];
      if (as === 'text') {
        const texts = list.map((value) => (typeof value === 'string' ? value : ''));
        const dictionary = [...new Set(texts)];
        const codes = new Map(dictionary.map((text, code) => [text, code]));
        return {
          name,
          kind: 'text',
          codes: Uint32Array.from(texts, (text) => codes.get(text) ?? 0),
          dictionary,
        };
      }
      const numbers = list.map((value) => (typeof value === 'number' ? value : Number.NaN));
      // A frame keeps moments as double, which is what numbers that are cleaned in the file are.
      return as === 'double'
        ? { name, kind: 'moment', values: Float64Array.from(numbers) }
        : { name, kind: 'number', values: Float32Array.from(numbers) };
    });
    await writeFrame(path, { rows, columns: made });
    return { rows };
  } finally {
    database.close();
  }
};
