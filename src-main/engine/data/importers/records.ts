import Papa from 'papaparse';
import type { Reading, RejectedRow } from '../../../contract/schemas/data';

/** A row whose quotes do not close within this many characters is taken for a stray quote. */
export const maximumRecordLength = 4 * 1024 * 1024;
const shownLength = 200;

export interface RecordSink {
  /** Whole rows with the right number of cells; `lines` works out the line on which each begins. */
  rows(rows: string[][], lines: () => number[]): void;
  rejected(row: RejectedRow): void;
}

interface Parsed {
  data: string[][];
  errors: { type: string }[];
  meta: { cursor: number };
}

const shorten = (text: string): string =>
  text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;

function countBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The line on which each row that is not blank begins, when the first begins on `first`. */
function linesOf(rows: readonly string[][], first: number): number[] {
  let line = first;
  return rows.flatMap((row) => {
    const own = line;
    line += 1 + row.reduce((sum, cell) => sum + countBreaks(cell, 0, cell.length), 0);
    return isBlank(row) ? [] : [own];
  });
}

const isBlank = (row: string[]): boolean => row.length === 1 && row[0] === '';

/**
 * The careful reader: cuts text into records with PapaParse. A record is rejected, never dropped, when its
 * number of cells is not that of the table, or when its quotes are broken; then only its first line is, and
 * reading goes on behind it, so that one stray quote does not swallow what follows. Blank lines are no records.
 * Line breaks of all kinds become a line feed, also inside cells; NUL characters are left out.
 */
export class RecordReader {
  private buffer = '';
  private line = 1;
  private endsInReturn = false;
  /** NUL characters taken out: ONNX Runtime would cut a text at the first. */
  zeros = 0;

  constructor(
    private readonly reading: Pick<Reading, 'delimiter' | 'quote'>,
    /** Cells a row; 0 takes the rows as they are. */
    private readonly width: number,
    private readonly sink: RecordSink,
  ) {}

  /** Takes the next piece of text; `last` ends the last record. */
  push(text: string, last: boolean): void {
    const readable = text.replaceAll('\0', '');
    this.zeros += text.length - readable.length;
    let piece = this.endsInReturn ? `\r${readable}` : readable;
    this.endsInReturn = !last && piece.endsWith('\r');
    if (this.endsInReturn) piece = piece.slice(0, -1);
    if (piece.includes('\r')) piece = piece.replace(/\r\n?/g, '\n');
    this.buffer += piece;
    const block = this.parse(this.buffer, last, 0);
    if (block.errors.length === 0 && block.data.every((row) => this.fits(row) || isBlank(row))) {
      this.accept(block.data);
      this.advance(last ? this.buffer.length : block.meta.cursor);
    } else {
      this.walk(last);
    }
    if (this.buffer.length > maximumRecordLength) this.walk(last);
  }

  private fits(row: string[]): boolean {
    return this.width === 0 || row.length === this.width;
  }

  private accept(rows: string[][]): void {
    const kept = rows.filter((row) => !isBlank(row));
    const { line } = this;
    if (kept.length > 0) this.sink.rows(kept, () => linesOf(rows, line));
  }

  private advance(length: number): void {
    this.line += countBreaks(this.buffer, 0, length);
    this.buffer = this.buffer.slice(length);
  }

  private parse(text: string, last: boolean, preview: number): Parsed {
    const fastMode = this.reading.quote === '' ? true : preview > 0 ? false : undefined;
    const parser = new Papa.Parser({
      delimiter: this.reading.delimiter,
      newline: '\n',
      quoteChar: this.reading.quote === '' ? '"' : this.reading.quote,
      ...(preview > 0 ? { preview } : {}),
      ...(fastMode === undefined ? {} : { fastMode }),
    });
    const parsed: Parsed = parser.parse(text, 0, !last);
    return parsed;
  }

  /** Record by record, to tell each that does not fit with its line. */
  private walk(last: boolean): void {
    let at = 0;
    while (at < this.buffer.length) {
      const lineEnd = this.buffer.indexOf('\n', at);
      const afterLine = lineEnd === -1 ? this.buffer.length : lineEnd + 1;
      const next = this.next(at, afterLine, lineEnd === -1, last);
      if (next === null) break;
      const { row, broken, end } = next;
      if (broken !== null) {
        this.reject(broken, at, afterLine);
        this.line += lineEnd === -1 ? 0 : 1;
        at = afterLine;
        continue;
      }
      if (!isBlank(row)) {
        if (!this.fits(row)) {
          const cells = row.length === 1 ? '1 cell' : `${row.length} cells`;
          this.reject(`${cells} where ${this.width} are expected`, at, end);
        } else {
          const { line } = this;
          this.sink.rows([row], () => [line]);
        }
      }
      this.line += countBreaks(this.buffer, at, end);
      at = end;
    }
    this.buffer = this.buffer.slice(at);
  }

  /** The record at `at`; null when more text is needed to know where it ends. */
  private next(
    at: number,
    afterLine: number,
    isOpen: boolean,
    last: boolean,
  ): { row: string[]; broken: string | null; end: number } | null {
    if (this.reading.quote === '' || !this.buffer.slice(at, afterLine).includes(this.reading.quote)) {
      if (isOpen && !last) return null;
      const text = this.buffer.slice(at, isOpen ? afterLine : afterLine - 1);
      return { row: text.split(this.reading.delimiter), broken: null, end: afterLine };
    }
    const rest = this.buffer.slice(at);
    const parsed = this.parse(rest, last, 1);
    const row = parsed.data[0];
    if (row === undefined) {
      if (rest.length <= maximumRecordLength || (isOpen && !last)) return null;
      return { row: [], broken: 'a quote is opened and never closed', end: afterLine };
    }
    if (parsed.errors.length > 0) {
      return { row, broken: 'a quote is not closed, or stands inside a quoted cell', end: afterLine };
    }
    return { row, broken: null, end: at + parsed.meta.cursor };
  }

  private reject(reason: string, start: number, end: number): void {
    const text = this.buffer.slice(start, end).replace(/\n$/, '');
    this.sink.rejected({ line: this.line, reason, text: shorten(text) });
  }
}
