import { join } from 'node:path';
import type { DuckDBType } from '@duckdb/node-api';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType, Reading, RejectedRow } from '../../../contract/schemas/data';
import type { Format } from '../../../contract/schemas/formats';
import { cancelled, firstLine, numeric } from '../database';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { applyContract } from './contract';
import { parquetOptions } from './convert';
import { detectForms } from './detect';
import { formsOf, sqlType } from './forms';
import type { ReadRequest, ReadTable, SourceInspection, SourceRequest } from './importer';
import { inspectParquet } from './inspect-parquet';
import { isOneOf } from './missing';
import { uniqueNames } from './names';
import { rawColumns } from './relation';
import { typedColumns } from './typed-columns';
import type { TypedColumn } from './typed-columns';

/** Rows of the first look. */
const inspectedRows = 20_000;
const shownRows = 100;

/** A column as it is written: SQL of its value, and of how many values could not be read. */
interface Written {
  name: string;
  type: ColumnType;
  given: boolean;
  value: string;
  unreadable: string | null;
}

interface Schema {
  columns: TypedColumn[];
  warnings: Warning[];
  reading: Reading;
}

const isWords = (type: ColumnType): boolean => type === 'category' || type === 'text';

/** SQL of the rows of a file, and the rows that are none. */
export interface StagedRelation {
  relation: string;
  rejected?: RejectedRow[];
  rejectedRows?: number;
}

/** DuckDB's words for a record that does not fit into its buffer. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('maximum_object_size');

export async function schemaOf(
  database: Database,
  relation: string,
): Promise<{ names: string[]; types: DuckDBType[] }> {
  const result = await database.connection.run(`SELECT * FROM ${relation} LIMIT 0`);
  return { names: result.columnNames(), types: result.columnTypes() };
}

/** A fault of the file as DuckDB tells it; anything else, such as a full disk, stays what it is. */
function damaged(file: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return cancelled();
  if (error instanceof StrongroomError) return error;
  const text = firstLine(error instanceof Error ? error.message : String(error)).replace(
    /"\/[^"]*"/,
    `"${file}"`,
  );
  if (isTooLong(error)) {
    return new StrongroomError('LINE_TOO_LONG', `${file} has a record that is too long.`, {
      expected: 'records of at most 16 MB',
      received: 'a longer one',
      next: 'Write the file as JSON lines, with one record a line.',
      cause: error,
    });
  }
  return new StrongroomError('FILE_DAMAGED', `${file} cannot be read: it is damaged or incomplete.`, {
    expected: 'a whole file',
    received: text.slice(0, 300),
    next: 'Get the file again, or write it anew with the program that made it.',
    cause: error,
  });
}

/** What the import decides: names, types, and columns of text that hold dates. */
async function decide(
  database: Database,
  relation: string,
  { source, given }: SourceRequest,
  format: Format,
): Promise<Schema> {
  const { names, types } = await schemaOf(database, relation);
  const found = typedColumns(source.name, names, types);
  const unique = uniqueNames(found.columns.map(({ name }) => name));
  const columns = found.columns.map((column, i) => ({ ...column, name: unique.names[i] ?? column.name }));
  const warnings = [...found.warnings, ...unique.warnings];
  if (columns.length === 0) {
    throw new StrongroomError('NO_READABLE_ROWS', `${source.name} has no column that can be read.`, {
      expected: 'columns of numbers, dates or text',
      received: 'none',
      next: 'Choose another file.',
    });
  }
  const wide = columns.filter((column) => column.wide);
  if (wide.length > 0) {
    const counts = wide.map(({ text, value }, i) => `count(${text}) - count(${value}) AS v${i}`);
    const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${relation}`);
    // Whole numbers that do not fit into 64 bits are names of things, not amounts.
    wide.forEach((column, i) => {
      if (numeric(row[`v${i}`]) > 0) Object.assign(column, { type: 'category', value: column.text });
    });
  }
  const texts = columns.filter(({ type }) => type === 'category');
  const raw = rawColumns(texts.length);
  const words = given.missingWords ?? [];
  const asText = `(SELECT ${texts.map(({ text }, i) => `${text} AS ${raw[i] ?? ''}`).join(', ')} FROM ${relation})`;
  const detection =
    texts.length === 0
      ? null
      : await detectForms(
          database,
          asText,
          raw,
          texts.map(({ name }) => name),
          { ...given, missingWords: words },
        );
  texts.forEach((column, i) => {
    const form = detection?.forms[i];
    const isDate = form?.type === 'date' || form?.type === 'datetime';
    if (form !== undefined && isDate)
      Object.assign(column, { type: form.type, value: `(${form.sql(column.text)})::${sqlType(form.type)}` });
    else
      Object.assign(column, {
        value: `CASE WHEN NOT ${isOneOf(column.text, words)} THEN ${column.text} END`,
      });
  });
  warnings.push(...(detection?.warnings ?? []).filter(({ code }) => code === 'AMBIGUOUS_DATES'));
  const reading: Reading = {
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    hasHeader: true,
    decimalSeparator: given.decimalSeparator ?? '.',
    dateOrder: detection?.reading.dateOrder ?? given.dateOrder ?? 'ymd',
    missingWords: words,
    format,
  };
  return { columns, warnings, reading };
}

/**
 * A column with the type that is asked for; values that are none of it become missing, and are counted.
 * @param asked whether a person said so, rather than the columns of a model.
 */
function asType(
  column: TypedColumn,
  wanted: ColumnType | undefined,
  reading: Reading,
  asked = false,
): Written {
  const { name, type, value, text } = column;
  const given = wanted !== undefined;
  const kept: Written = { name, type, given, value, unreadable: null };
  // A whole-number column of a model may carry decimals in a later file: they are numbers all the same.
  const widened = wanted === 'integer' && type === 'decimal' && !asked;
  if (wanted === undefined || wanted === type || widened) return kept;
  if (isWords(wanted)) return { ...kept, type: wanted, value: isWords(type) ? value : text };
  if (wanted === 'decimal' && type === 'integer')
    return { ...kept, type: wanted, value: `(${value})::DOUBLE` };
  if (wanted === 'datetime' && type === 'date')
    return { ...kept, type: wanted, value: `(${value})::TIMESTAMP` };
  const converted = `(${formsOf(wanted, reading).sql(text)})::${sqlType(wanted)}`;
  const unreadable = `count(*) FILTER (${value} IS NOT NULL AND ${converted} IS NULL)`;
  return { ...kept, type: wanted, value: converted, unreadable };
}

async function write(
  database: Database,
  relation: string,
  columns: readonly Written[],
  path: string,
): Promise<Warning[]> {
  const values = columns.map(({ value, name }) => `${value} AS ${identifier(name)}`);
  await database.run(
    `COPY (SELECT ${values.join(', ')} FROM ${relation}) TO ${literal(path)} (${parquetOptions(columns.length)})`,
  );
  const counted = columns.filter(({ unreadable }) => unreadable !== null);
  if (counted.length === 0) return [];
  const [row = {}] = await database.rows(
    `SELECT ${counted.map(({ unreadable }, i) => `${unreadable ?? ''} AS v${i}`).join(', ')} FROM ${relation}`,
  );
  return counted.flatMap(({ name, type }, i): Warning[] => {
    const rows = numeric(row[`v${i}`]);
    if (rows === 0) return [];
    return [
      {
        code: 'UNREADABLE_VALUES',
        message: `${rows} values of "${name}" are no ${type} and count as missing.`,
        column: name,
        rows,
        next: 'Choose the type category to keep them as they are.',
      },
    ];
  });
}

/** @param relationOf SQL of the rows, once a database is open that may read the file and the folder on the way. */
export async function inspectTyped(
  request: SourceRequest,
  format: Format,
  relationOf: (database: Database) => Promise<StagedRelation>,
): Promise<SourceInspection> {
  const { source, scratch, signal } = request;
  const database = await request.open({ files: [source.path] });
  try {
    const { relation: all, rejected = [], rejectedRows = 0 } = await relationOf(database);
    const relation = `(SELECT * FROM ${all} LIMIT ${inspectedRows})`;
    const { columns, warnings, reading } = await decide(database, relation, request, format);
    const written = columns.map((column) => asType(column, undefined, reading));
    const parquet = join(scratch, 'sample.parquet');
    if (rejectedRows > 0)
      warnings.push({
        code: 'REJECTED_ROWS',
        message: `${rejectedRows} of the first rows cannot be read; the first is on line ${rejected[0]?.line ?? 0}.`,
        rows: rejectedRows,
      });
    await write(database, relation, written, parquet);
    const texts = columns.map(({ text }, i) => `${text} AS c${i}`).join(', ');
    const shown = await database.connection.runAndReadAll(`SELECT ${texts} FROM ${all} LIMIT ${shownRows}`);
    return {
      reading,
      columns: await inspectParquet(database, parquet, written, signal),
      sample: shown.getRows().map((row) => row.map((cell) => (typeof cell === 'string' ? cell : ''))),
      warnings,
    };
  } catch (error) {
    throw damaged(source.name, error, signal);
  }
}

/** Reads a table that brings its own types. Throws FILE_DAMAGED, LINE_TOO_LONG, CONTRACT_MISMATCH. */
export async function readTyped(
  request: ReadRequest,
  format: Format,
  relationOf: (database: Database) => Promise<StagedRelation>,
): Promise<ReadTable> {
  const { source, parquet, signal } = request;
  const database = await request.open({ files: [source.path] });
  try {
    const { relation, rejected = [], rejectedRows = 0 } = await relationOf(database);
    const { columns, warnings, reading } = await decide(database, relation, request, format);
    let { types } = request;
    if (request.contract !== undefined) {
      const applied = applyContract(
        source.name,
        columns.map(({ name }) => name),
        request.contract,
      );
      types = new Map([...applied.types, ...types]);
      warnings.push(...applied.warnings);
    }
    const asked = new Map(request.given.columns?.map(({ name, type }) => [name, type]));
    const written = columns.map((column) => {
      const wanted = types.get(column.name);
      return asType(column, wanted, reading, wanted !== undefined && asked.get(column.name) === wanted);
    });
    const doubts = warnings.filter(
      ({ column, code }) => code !== 'AMBIGUOUS_DATES' || !types.has(column ?? ''),
    );
    doubts.push(...(await write(database, relation, written, parquet)));
    return { database, columns: written, reading, rejected, rejectedRows, warnings: doubts };
  } catch (error) {
    throw damaged(source.name, error, signal);
  }
}
