import type { PlainColumn } from './cells';
import { machineFor } from './machines';
import type { RowFormat, RowMachine } from './machines';

const lineFeed = 10;
const breaks = { '\n': [10], '\r\n': [13, 10] };

/** Delimiters that no plain number, date or boolean holds. */
const plainDelimiters = [',', '\t', ';', '|'];

export const suitsPlainRows = ({ delimiter, quote }: Pick<RowFormat, 'delimiter' | 'quote'>): boolean =>
  plainDelimiters.includes(delimiter) && quote === '"';

/**
 * Proves, while the bytes of a file go by, that each row has a plain cell for every column (see cells.ts) and nothing
 * else. It takes about a nanosecond a byte; to look at the text of each cell in SQL takes five times as long.
 */
export class PlainRows {
  private readonly machine: RowMachine;
  private readonly lineBreak: Uint8Array;
  private state: number;
  private beforeRows: boolean;
  /** Whether all bytes so far are plain. */
  isPlain = true;

  /** @param columns at least one. */
  constructor(columns: readonly PlainColumn[], format: RowFormat) {
    this.machine = machineFor(columns, format);
    this.lineBreak = Uint8Array.from(breaks[format.lineBreak]);
    this.state = this.machine.start;
    this.beforeRows = format.hasHeader;
  }

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    if (!this.isPlain) return;
    const { machine } = this;
    let at = 0;
    if (this.beforeRows) {
      at = bytes.indexOf(lineFeed) + 1;
      if (at === 0) return;
      this.beforeRows = false;
    }
    // What is left of the row before, the whole rows of the block, and the beginning of the next one.
    const first = bytes.indexOf(lineFeed, at) + 1;
    const last = bytes.lastIndexOf(lineFeed) + 1;
    if (first === 0) this.state = machine.follow(bytes, at, bytes.length, this.state);
    else {
      const isWhole =
        machine.follow(bytes, at, first, this.state) === machine.start && machine.areRows(bytes, first, last);
      this.state = isWhole ? machine.follow(bytes, last, bytes.length, machine.start) : 0;
    }
    this.isPlain = this.state !== 0;
  }

  /** To be called behind the last byte. @returns whether the whole file is plain. */
  end(): boolean {
    const { machine, lineBreak } = this;
    if (this.isPlain && this.state !== machine.start)
      this.isPlain = machine.follow(lineBreak, 0, lineBreak.length, this.state) === machine.start;
    return this.isPlain && !this.beforeRows;
  }
}

/** A cell that is not plain: its column, where its line begins, and its first byte that does not fit. */
export interface Fault {
  column: number;
  line: number;
  at: number;
}

/**
 * The first fault of a stretch of whole lines; null when there is none.
 * @param from where a line begins.
 */
export function firstFault(machine: RowMachine, bytes: Buffer, from: number): Fault | null {
  for (let line = from; line < bytes.length;) {
    const next = bytes.indexOf(lineFeed, line) + 1;
    const end = next === 0 ? bytes.length : next;
    const state = machine.follow(bytes, line, end, machine.start);
    // The last line may have no end.
    if (state !== machine.start && (state === 0 || next !== 0)) return faultOfLine(machine, bytes, line, end);
    line = end;
  }
  return null;
}

function faultOfLine(machine: RowMachine, bytes: Buffer, line: number, end: number): Fault {
  let state = machine.start;
  for (let at = line; at < end; at++) {
    const next = machine.follow(bytes, at, at + 1, state);
    if (next === 0) return { column: machine.columnOf(state), line, at };
    state = next;
  }
  return { column: machine.columnOf(state), line, at: end };
}
