import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType, Encoding, Reading, RejectedRow } from '../../../contract/schemas/data';
import { cancelled, firstLine, numeric } from '../database';

import type { Database } from '../database';
import { literal } from '../sql';
import { censusOfFile, isMixed } from './mixed-encoding';
import type { LineCensus } from './mixed-encoding';
import {
  findTyping,
  isSurprise,
  readTypes,
  stage,
  widestCopy,
  writeExpected,
  writeTyped,
  writeWhole,
} from './convert';
import type { Typing, Written } from './convert';
import type { Dialect } from './dialect';
import type { PlainPlan } from './plain/plan';
import { answer } from './questions';
import { csvRelation, transcriptRelation } from './relation';
import type { SourceFile } from './source';
import type { Scan } from './scan';
import { transcribe } from './transcribe';
import type { UnreadableValue } from './unreadable';

/** The two readers of delimited text: DuckDB's own, and PapaParse's streaming one. */
export type Reader = 'fast' | 'careful';

export interface LoadRequest {
  source: SourceFile;
  dialect: Dialect;
  given: Partial<Reading>;
  types: ReadonlyMap<string, ColumnType>;
  /** Folder for what is only needed on the way. */
  scratch: string;
  parquet: string;
  /** The encoding, once every byte has been seen. */
  settleEncoding: (scan: Scan) => Encoding;
  scan: Promise<Scan>;
  /** How the types of the sample may be told to DuckDB's reader, while `scan` makes the proof; null when they may not. */
  plan: PlainPlan | null;
  /** Aborted as soon as the proof fails. */
  refuted: AbortSignal;
  /** Where the text of every cell is to be kept as it is in the file, when it is. */
  text?: string;
  /** Only for tests: use this reader and no other. */
  reader?: Reader;
  signal?: AbortSignal;
  progress: (fraction: number) => void;
}

export interface Loaded {
  reader: Reader;
  encoding: Encoding;
  typing: Typing;
  rejected: RejectedRow[];
  rejectedRows: number;
  warnings: Warning[];
  unreadable: UnreadableValue[];
}

/** Whether DuckDB's reader and PapaParse take the file for the same: plain UTF-8, one kind of line break. */
export function suitsFastReader(dialect: Dialect): boolean {
  const { encoding, quote } = dialect.reading;
  return (
    (encoding === 'utf-8' || encoding === 'utf-8-bom') &&
    quote === '"' &&
    dialect.names.length > 1 &&
    dialect.lineBreak !== null &&
    dialect.plainHeader &&
    dialect.rejected.length === 0
  );
}

/**
 * Types and writes one relation of raw text. The types of the sample are expected, and every value is held
 * against them while it is written; the first that does not follow them leads to a second look, at all rows.
 * So the types are those that all rows have, and nearly always found in one pass.
 */
async function convert(
  database: Database,
  raw: string,
  request: LoadRequest,
  expected: Typing,
  unifyBreaks: boolean,
): Promise<Written & { typing: Typing }> {
  const width = request.dialect.names.length;
  const isWide = width > widestCopy;
  const isStaged = isWide || request.text !== undefined;
  const place = isWide ? undefined : request.text;
  const stored = place ?? join(request.scratch, 'raw.parquet');
  const relation = isStaged ? await stage(database, raw, stored, width) : raw;
  if (isWide && request.text !== undefined)
    await writeWhole(database, `SELECT * FROM ${relation}`, request.text, width);
  const { dialect, parquet } = request;
  const told = (source: string, typing: Typing): Promise<Warning[]> =>
    answer(database, source, typing.questions, parquet);
  // The sample was all of the file: nothing is left to find.
  if (dialect.complete) {
    const { warnings, unreadable } = await writeTyped(database, relation, expected, parquet, unifyBreaks);
    return { typing: expected, warnings: [...warnings, ...(await told(relation, expected))], unreadable };
  }
  if (!expected.doubtful) {
    try {
      await writeExpected(database, relation, expected, parquet, unifyBreaks);
      return { typing: expected, warnings: await told(relation, expected), unreadable: [] };
    } catch (error) {
      if (!isSurprise(error)) throw error;
    }
  }
  const staged = isStaged ? relation : await stage(database, relation, stored, width);
  const typing = await findTyping(database, staged, dialect.names, request.given, request.types);
  const { warnings, unreadable } = await writeTyped(database, staged, typing, parquet, unifyBreaks);
  return { typing, warnings: [...warnings, ...(await told(staged, typing))], unreadable };
}

/** What DuckDB says of a row that it cannot take. */
const isFaultOfRow = (error: unknown): boolean =>
  /csv|unicode|utf-?8|line|quote|column/i.test(
    firstLine(error instanceof Error ? error.message : String(error)),
  );

/** Whether numbers of the table are beyond the largest, as 1e999 is, which is written plainly. Its statistics tell. */
async function hasEndless(database: Database, parquet: string): Promise<boolean> {
  const [row = {}] = await database.rows(
    `SELECT count(*) AS n FROM parquet_metadata(${literal(parquet)}) WHERE type = 'DOUBLE' AND (NOT coalesce(isfinite(try_cast(stats_min_value AS DOUBLE)) AND isfinite(try_cast(stats_max_value AS DOUBLE)), false)) AND stats_null_count IS DISTINCT FROM num_values`,
  );
  return numeric(row['n']) > 0;
}

/**
 * DuckDB's own reader with the types of the sample, several times cheaper than looking at the text of each cell in SQL.
 * Null when a cell is not plain, so that its text has to be looked at.
 */
async function loadPlain(database: Database, request: LoadRequest, typing: Typing): Promise<Loaded | null> {
  const { dialect, source, plan, refuted, signal, parquet } = request;
  if (plan === null || request.text !== undefined || refuted.aborted) return null;
  const { hasHeader, delimiter, quote, encoding } = dialect.reading;
  const form = { delimiter, quote, skip: hasHeader ? 1 : 0 };
  const relation = (types: string[]): string =>
    csvRelation(source.path, dialect.names.length, { ...form, types });
  const interrupt = (): void => database.connection.interrupt();
  refuted.addEventListener('abort', interrupt, { once: true });
  try {
    await writeExpected(
      database,
      relation(readTypes(typing.forms, plan.kinds)),
      typing,
      parquet,
      false,
      plan.kinds,
    );
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    if (signal?.aborted === true) throw cancelled();
    // Told by the reader of text, if it is a fault for that one too.
    return null;
  } finally {
    refuted.removeEventListener('abort', interrupt);
  }
  const scan = await request.scan;
  if (!scan.plain || !scan.utf8 || (await hasEndless(database, parquet))) return null;
  const warnings = await answer(database, relation([]), typing.questions, parquet);
  return { reader: 'fast', encoding, typing, warnings, unreadable: [], rejected: [], rejectedRows: 0 };
}

/** DuckDB's own reader; null when the file is not as plain as the sample, so that the careful reader is needed. */
async function loadFast(database: Database, request: LoadRequest, expected: Typing): Promise<Loaded | null> {
  const { dialect, source } = request;
  const lineBreak = dialect.lineBreak ?? '\n';
  const relation = csvRelation(source.path, dialect.names.length, {
    ...dialect.reading,
    skip: dialect.reading.hasHeader ? 1 : 0,
  });
  try {
    const converted = await convert(database, relation, request, expected, lineBreak === '\r\n');
    const scan = await request.scan;
    const isPlain =
      scan.utf8 && !scan.hasZero && !scan.hasSpacedQuote && (lineBreak === '\r\n' || !scan.hasCarriageReturn);
    if (!isPlain) return null;
    return {
      reader: 'fast',
      encoding: dialect.reading.encoding,
      ...converted,
      rejected: [],
      rejectedRows: 0,
    };
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    if (request.signal?.aborted === true) throw cancelled();
    // Any fault of a row ends up here; the careful reader tells which rows they are.
    if (isFaultOfRow(error)) return null;
    throw error;
  }
}

/** The lines of a file that is UTF-8 in some and not in others; null when it is of one kind. */
async function mixtureOf(
  { dialect, given, source, signal }: LoadRequest,
  scan: Scan,
  settled: Encoding,
): Promise<LineCensus | null> {
  const mayBe = settled === 'windows-1252' || settled === 'utf-8' || dialect.mixed;
  if (scan.utf8 || !mayBe || (given.encoding ?? 'utf-8') !== 'utf-8') return null;
  const census = await censusOfFile(source.path, signal);
  return isMixed(census) ? census : null;
}

export const mixedWarning = ({ foreign, foreignLines }: LineCensus): Warning => ({
  code: 'MIXED_ENCODINGS',
  message: `The file mixes encodings: ${foreign === 1 ? 'one line is' : `${foreign} lines are`} not UTF-8 as the others are, and read as Windows-1252 (line ${foreignLines.join(', ')}${foreign > foreignLines.length ? ' and others' : ''}).`,
  rows: foreign,
  next: 'Look at the words of these lines; choose the encoding by hand if all of the file has another one.',
});

async function loadCareful(database: Database, request: LoadRequest, expected: Typing): Promise<Loaded> {
  const { dialect, source } = request;
  const scan = await request.scan;
  const settled = request.settleEncoding(scan);
  const census = await mixtureOf(request, scan, settled);
  const encoding = census === null ? settled : 'utf-8';
  const transcriptPath = join(request.scratch, 'transcript.csv');
  const width = dialect.names.length;
  const transcript = await transcribe(source.path, transcriptPath, { ...dialect.reading, encoding }, width, {
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    progress: (bytes) => request.progress(bytes / Math.max(1, source.bytes) / 2),
    mixed: census !== null,
  });
  const relation = transcriptRelation(transcriptPath, width);
  if (transcript.rows === 0) throw noReadableRows(source.name, transcript.rejectedRows, transcript.rejected);
  const converted = await convert(database, relation, request, expected, false);
  const warnings = [...converted.warnings];
  if (census !== null) warnings.push(mixedWarning(census));
  if (transcript.undecodable > 0) {
    warnings.push({
      code: 'UNDECODABLE_TEXT',
      message: `${transcript.undecodable} rows hold bytes that are no text in ${encoding}.`,
      rows: transcript.undecodable,
      next: 'Choose another encoding if words look wrong.',
    });
  }
  if (transcript.zeros > 0) {
    warnings.push({
      code: 'ZERO_CHARACTERS',
      message:
        transcript.zeros === 1
          ? 'One zero character (NUL) was taken out of the text.'
          : `${transcript.zeros} zero characters (NUL) were taken out of the text.`,
      next: 'Look at the program that wrote the file if words look wrong.',
    });
  }
  return {
    reader: 'careful',
    encoding,
    ...converted,
    rejected: transcript.rejected,
    rejectedRows: transcript.rejectedRows,
    warnings,
  };
}

export function noReadableRows(
  name: string,
  rejectedRows: number,
  rejected: readonly RejectedRow[],
): StrongroomError {
  const first = rejected[0];
  if (first === undefined) {
    return new StrongroomError('HEADER_ONLY', `${name} has column names but no rows.`, {
      expected: 'at least one row below the names',
      received: 'none',
      next: 'Choose a file with rows.',
    });
  }
  return new StrongroomError(
    'NO_READABLE_ROWS',
    `None of the ${rejectedRows} rows of ${name} could be read.`,
    {
      expected: 'rows with as many cells as there are column names',
      received: `line ${first.line}: ${first.reason}`,
      next: 'Check the delimiter and the quotes of the file.',
    },
  );
}

/**
 * Reads all rows into `request.parquet`. DuckDB's reader takes files that are plain throughout; at the first
 * fault the careful reader starts over. So rejected rows have one judge, and none is lost.
 */
export async function load(database: Database, request: LoadRequest, expected: Typing): Promise<Loaded> {
  if (request.reader !== 'careful' && suitsFastReader(request.dialect)) {
    const loaded =
      (await loadPlain(database, request, expected)) ?? (await loadFast(database, request, expected));
    if (loaded !== null) return loaded;
  }
  if (request.reader === 'fast') {
    throw new StrongroomError('INTERNAL', 'The fast reader does not take this file.');
  }
  return loadCareful(database, request, expected);
}
