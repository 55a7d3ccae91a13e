import { open, stat } from 'node:fs/promises';
import type { DuckDBValue } from '@duckdb/node-api';
import Papa from 'papaparse';
import type { Cell } from '../../contract/schemas/common';
import { imagePrefix } from '../../contract/schemas/images';
import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { openDatabase, throwIfCancelled } from './database';
import type { Database } from './database';
import { missingCode, readFrame, type FrameColumn } from './frame';
import { identifier, literal } from './sql';

const previewRows = 100;
/** The lines of a CSV end so (RFC 4180). */
const newline = '\r\n';

/** By this a spreadsheet program knows UTF-8 from the encodings of old. */
const byteOrderMark = '\ufeff';

/** Text that a spreadsheet program would run as a formula is told to be text by a leading apostrophe (OWASP). */
export const inert = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

/** The shortest decimal that is this float32 and no other: at most nine digits are needed. Zero has no sign. */
export function shortest(value: number): number {
  if (value === 0) return 0;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** `name`, or `name 2`, `name 3`, … when it is taken. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let i = 2; ; i++) if (!taken.has(`${name} ${i}`)) return `${name} ${i}`;
}

function predictedCell(column: FrameColumn, row: number): Cell {
  if ('codes' in column) {
    const code = column.codes[row] ?? missingCode;
    return code === missingCode ? null : (column.dictionary[code] ?? null);
  }
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? shortest(value) : null;
}

/** How each type of a stored column is read so that it prints exactly; text is made inert when it is written. */
function readable(name: string, type: string): { sql: string; isText: boolean; isNumber: boolean } {
  const column = identifier(name);
  if (type === 'VARCHAR') return { sql: column, isText: true, isNumber: false };
  const isNumber = type === 'DOUBLE' || type === 'BIGINT';
  return { sql: type === 'DOUBLE' ? column : `CAST(${column} AS VARCHAR)`, isText: false, isNumber };
}

const asCell = (value: DuckDBValue | undefined): string | number | null =>
  typeof value === 'number'
    ? Number.isFinite(value)
      ? value
      : null
    : typeof value === 'string'
      ? value
      : null;

/** Columns, by place, that would say nothing but what stands for pictures: their paths are in another one. */
async function imageColumns(
  database: Database,
  columns: readonly { name: string; isText: boolean }[],
  parquet: string,
  text: string | undefined,
): Promise<Set<number>> {
  const hidden = new Set<number>();
  const relation = `read_parquet(${literal(text ?? parquet)})`;
  for (const [place, { name, isText }] of columns.entries()) {
    if (!isText) continue;
    const column = identifier(text === undefined ? name : `c${String(place)}`);
    const [row = {}] = await database.rows(
      `SELECT bool_and(starts_with(${column}, ${literal(imagePrefix)}))::INTEGER AS images FROM ${relation}`,
    );
    if (row['images'] === 1) hidden.add(place);
  }
  return hidden;
}

/**
 * Writes a CSV for people (RFC 4180, UTF-8): every column of the data, then the predicted ones, rows in the order of
 * the file, with its delimiter and decimal sign. A predicted column whose name is taken gets a number. With `text`, the
 * cells of the data are those of the file, letter by letter; without it dates are ISO.
 */
export async function writePredictions(
  { parquet, predictions, path, reading, text }: TaskParams<'write-predictions'>,
  { signal, report }: Pick<TaskContext, 'signal' | 'report'>,
): Promise<TaskResult<'write-predictions'>> {
  const frame = await readFrame(predictions);
  const files = text === undefined ? [parquet] : [parquet, text];
  const database = await openDatabase({ files, directories: [], signal });
  const file = await open(path, 'w');
  try {
    const source = `read_parquet(${literal(parquet)})`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described.map((row) => {
      const name = String(row['column_name']);
      return { name, ...readable(name, String(row['column_type'])) };
    });
    const selected =
      text === undefined
        ? `SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${source}`
        : `SELECT ${columns.map(({ sql }) => sql).join(', ')}, raw.* FROM ${source} AS data POSITIONAL JOIN read_parquet(${literal(text)}) AS raw`;
    const hidden = await imageColumns(database, columns, parquet, text);
    const isShown = (_: unknown, place: number): boolean => !hidden.has(place);
    const names = new Set(columns.map(({ name }) => name));
    const header = columns.map(({ name }) => name).filter(isShown);
    for (const column of frame.columns) {
      const name = uniqueName(column.name, names);
      names.add(name);
      header.push(name);
    }

    const preview: Cell[][] = [];
    let row = 0;
    const localised = (cell: string | number | null): string | number | null =>
      typeof cell === 'number' && reading.decimalSeparator === ',' ? String(cell).replace('.', ',') : cell;
    const write = (lines: (string | number | null)[][]): Promise<unknown> =>
      file.write(
        `${Papa.unparse(
          lines.map((line) => line.map(localised)),
          { newline, delimiter: reading.delimiter },
        )}${newline}`,
      );
    if (reading.encoding !== 'utf-8') await file.write(byteOrderMark);
    await write([header.map(inert)]);
    for await (const chunk of database.chunks(selected)) {
      throwIfCancelled(signal);
      const length = chunk[0]?.length ?? 0;
      const lines: (string | number | null)[][] = [];
      for (let i = 0; i < length; i++, row++) {
        const cells = columns.map((_, c) => asCell(chunk[c]?.[i]));
        const predicted = frame.columns.map((column) => predictedCell(column, row));
        const texts = columns.map((_, c) => asCell(chunk[columns.length + c]?.[i]));
        if (row < previewRows) {
          const shown = cells.map((cell, c) =>
            columns[c]?.isNumber === true && cell !== null
              ? Number(cell)
              : text === undefined
                ? cell
                : (texts[c] ?? null),
          );
          preview.push([...shown.filter(isShown), ...predicted]);
        }
        lines.push([
          ...cells
            .map((cell, c) => {
              const isText = columns[c]?.isText === true;
              if (text === undefined) return isText && typeof cell === 'string' ? inert(cell) : cell;
              const original = texts[c] ?? null;
              // What was read as a number or a date is none of a formula, however it begins.
              return typeof original === 'string' && (isText || cell === null) ? inert(original) : original;
            })
            .filter(isShown),
          ...predicted.map((cell) =>
            typeof cell === 'string' ? inert(cell) : typeof cell === 'number' ? cell : null,
          ),
        ]);
      }
      if (lines.length > 0) await write(lines);
      report({ fraction: frame.rows === 0 ? null : row / frame.rows, detail: `${row} rows written` });
    }
    await file.sync();
    return { rows: row, header, preview, bytes: (await stat(path)).size };
  } finally {
    await file.close();
    database.close();
  }
}
