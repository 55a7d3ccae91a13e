import Papa from 'papaparse';
import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { Reading, RejectedRow } from '../../../contract/schemas/data';
import { detectEncoding, textDecoder } from './encoding';
import { censusOf, isMixed, mixedDecoder } from './mixed-encoding';
import { missingOf } from './missing';
import { uniqueNames } from './names';
import { RecordReader } from './records';
import type { SourceFile } from './source';

/**
 * More columns than this are refused: each takes buffers of its own in every step of a query. An import of 2,000
 * columns by 1,000 rows takes 550 MiB.
 */
export const maximumColumns = 5_000;

const missingValues = missingOf(undefined, false).values;

const utf8Mark = Buffer.from('\ufeff');

const delimiters = [',', '\t', ';', '|'];

const numberLike = /^\s*[+-]?[\d.,]*\d[\d.,]*([eE][+-]?\d+)?\s*$/;
const dateLike = /^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/;
const isYear = (cell: string): boolean => /^(1[89]|20|21)\d\d$/.test(cell);
const valueLike = (cell: string): boolean => numberLike.test(cell) || dateLike.test(cell);

/** What the first megabyte of a file tells about how to read the whole. */
export interface Dialect {
  reading: Omit<Reading, 'decimalSeparator' | 'dateOrder' | 'missingWords'>;
  names: string[];
  /** Rows of the sample that have the right number of cells, header excluded. */
  rows: string[][];
  rejected: RejectedRow[];
  /** Some lines of the sample are UTF-8 and others are not. */
  mixed: boolean;
  /** The sample is all of the file. */
  complete: boolean;
  lineBreak: '\n' | '\r\n' | null;
  /** The header is one line, and the first. */
  plainHeader: boolean;
  warnings: Warning[];
}

/**
 * Whether the first row names the columns: it does unless a cell of it is a number or date in a column of
 * such, or repeats a value of its column in a table of words.
 */
function looksLikeHeader(first: readonly string[], rows: readonly string[][]): boolean {
  if (rows.length === 0) return !first.some(valueLike);
  let words = 0;
  for (const [i, cell] of first.entries()) {
    const below = rows.map((row) => row[i] ?? '').filter((value) => value !== '');
    const values = below.filter(valueLike).length;
    if (cell.trim() !== '' && !valueLike(cell)) {
      // A word above numbers is a name, whatever the other columns say.
      if (values > 0.5 * below.length && below.length > 0 && !missingValues.includes(cell)) return true;
      if (below.includes(cell)) words++;
    } else if (isYear(cell) && !below.every(isYear)) {
      // A year above other numbers: tables with a column a year are common.
      continue;
    } else if (valueLike(cell) && values > 0.5 * below.length && below.length > 0) {
      return false;
    }
  }
  return words === 0;
}

function mostCommonWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

function guessDelimiter(text: string): string {
  // PapaParse counts the empty line behind the last one too, which hides the delimiter of a small table.
  const start = text.slice(0, 64 * 1024).replace(/[\r\n]+$/, '');
  const guess = Papa.parse(start, { delimitersToGuess: delimiters, preview: 50 }).meta.delimiter;
  return delimiters.includes(guess) ? guess : ',';
}

function guessQuote(text: string, delimiter: string): string {
  if (text.includes('"')) return '"';
  const cells = text.split('\n', 200).flatMap((line) => line.replace(/\r$/, '').split(delimiter));
  const quoted = cells.filter(
    (cell) => cell.length >= 2 && cell.startsWith("'") && cell.endsWith("'"),
  ).length;
  return quoted > 0.1 * cells.length ? "'" : '"';
}

/** All records of a text as cells, whatever their width; broken ones aside. */
function recordsOf(text: string, reading: Pick<Reading, 'delimiter' | 'quote'>, width: number) {
  const rows: string[][] = [];
  const rejected: RejectedRow[] = [];
  const reader = new RecordReader(reading, width, {
    rows: (more) => {
      for (const row of more) rows.push(row);
    },
    rejected: (row) => rejected.push(row),
  });
  reader.push(text, true);
  return { rows, rejected };
}

/**
 * Whether the first cell is quoted and holds a delimiter or a quote. Behind a byte order mark, DuckDB 1.5.5 does not
 * see that quote when it skips the header, and loses the rows up to the next one without an error.
 */
function hidesDelimiter(line: string, { delimiter, quote }: Pick<Reading, 'delimiter' | 'quote'>): boolean {
  if (!line.startsWith(quote)) return false;
  const [cell = '', ...rest] = line.slice(1).split(quote);
  return cell.includes(delimiter) || (rest[0] ?? '') === '' || !(rest[0] ?? '').startsWith(delimiter);
}

/** Throws HEADER_ONLY or TOO_MANY_COLUMNS. */
export function findDialect(source: SourceFile, given: Partial<Reading>): Dialect {
  const found = given.encoding ?? detectEncoding(source.head);
  const mixed =
    (given.encoding ?? 'utf-8') === 'utf-8' && found !== 'gb18030' && isMixed(censusOf(source.head));
  const encoding = mixed ? 'utf-8' : found;
  const decoder = mixed ? mixedDecoder() : textDecoder(encoding);
  const complete = source.head.length >= source.bytes;
  let text = decoder.write(source.head) + (complete ? decoder.end() : '');
  // iconv keeps a byte order mark.
  if (text.startsWith('\ufeff')) text = text.slice(1);
  if (!complete) {
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    if (end > 0) text = text.slice(0, end + 1);
  }
  const delimiter = given.delimiter ?? guessDelimiter(text);
  const quote = given.quote ?? guessQuote(text, delimiter);
  const free = recordsOf(text, { delimiter, quote }, 0);
  const { rows } = free;
  const [first = [], ...body] = rows;
  const common = mostCommonWidth(body.length === 0 ? rows : body);
  const hasHeader =
    given.hasHeader ??
    looksLikeHeader(
      first,
      body.slice(0, 500).filter((row) => row.length === common),
    );
  // Tables written by R leave out the name of the column of row names.
  const header = hasHeader
    ? common === first.length + 1 && body.length > 1
      ? ['', ...first]
      : first
    : Array<string>(common).fill('');
  refuseWide(source.name, header.length);
  const width = header.length;
  const { names, warnings } = hasHeader
    ? uniqueNames(header)
    : { names: header.map((_, i) => `column ${i + 1}`), warnings: [] };
  // The header is taken off by its width when that is not the width of the table.
  const isEven = width > 1 && free.rejected.length === 0 && rows.every((row) => row.length === width);
  const measured = isEven ? free : recordsOf(text, { delimiter, quote }, width);
  const kept = hasHeader && first.length === width ? measured.rows.slice(1) : measured.rows;
  const rejected = hasHeader && first.length !== width ? measured.rejected.slice(1) : measured.rejected;
  if (complete && hasHeader && body.length === 0) {
    throw new StrongroomError('HEADER_ONLY', `${source.name} has column names but no rows.`, {
      expected: 'at least one row below the names',
      received: `${width} names`,
      next: given.hasHeader === undefined ? 'Add rows, or say that the first line is a row.' : 'Add rows.',
    });
  }
  const hasReturn = text.includes('\r');
  const returnsOnly = hasReturn && !/(^|[^\r])\n/.test(text) && !/\r(?!\n)/.test(text);
  const firstLine = text.split(/\r\n|\r|\n/, 1)[0] ?? '';
  return {
    reading: {
      encoding,
      delimiter,
      quote,
      hasHeader,
    },
    names,
    rows: kept,
    rejected,
    mixed,
    complete,
    lineBreak: hasReturn ? (returnsOnly ? '\r\n' : null) : '\n',
    plainHeader:
      !hasHeader ||
      (firstLine !== '' &&
        !(source.head.subarray(0, 3).equals(utf8Mark) && hidesDelimiter(firstLine, { delimiter, quote })) &&
        recordsOf(firstLine, { delimiter, quote }, 0).rows[0]?.length === first.length),
    warnings,
  };
}

export function refuseWide(name: string, width: number): void {
  if (width <= maximumColumns) return;
  throw new StrongroomError('TOO_MANY_COLUMNS', `${name} has ${width} columns.`, {
    expected: `at most ${maximumColumns}`,
    received: String(width),
    next: 'Keep the columns that you need, or turn the table if its rows and columns are swapped.',
  });
}
