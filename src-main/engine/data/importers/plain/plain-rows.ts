import { Automaton } from './automaton';
import { addCells } from './cells';
import type { PlainKind } from './cells';

const lineFeed = 10;
const carriageReturn = 13;
/** Stretches of a block that are followed side by side: a step waits for the one before it, other stretches do not. */
const lanes = 4;
/** Shorter blocks are not worth dividing. */
const smallestDivided = 4_096;

export interface RowFormat {
  delimiter: string;
  quote: string;
  lineBreak: '\n' | '\r\n';
  /** The first line holds names: it is not looked at. */
  hasHeader: boolean;
}

/** Delimiters that no plain number, date or boolean holds. */
const plainDelimiters = [',', '\t', ';', '|'];

export const suitsPlainRows = ({ delimiter, quote }: Pick<RowFormat, 'delimiter' | 'quote'>): boolean =>
  plainDelimiters.includes(delimiter) && quote === '"';

/**
 * Proves, while the bytes of a file go by, that each row has a plain cell for every column (see cells.ts) and nothing
 * else. It takes less than a nanosecond a byte; to look at the text of each cell in SQL takes five times as long.
 */
export class PlainRows {
  private readonly byteClass: Uint8Array;
  private readonly table: Uint16Array;
  private readonly shift: number;
  private readonly rowStart: number;
  /** The column of each state, to say where a file stops being plain. */
  private readonly columnOf: number[] = [];
  private readonly breakBytes: number[];
  private state: number;
  private beforeRows: boolean;
  /** Whether all bytes so far are plain. */
  isPlain = true;

  /** @param kinds of the columns; at least one. */
  constructor(kinds: readonly PlainKind[], format: RowFormat) {
    const automaton = new Automaton();
    const marks = { delimiter: format.delimiter.charCodeAt(0), quote: format.quote.charCodeAt(0) };
    const starts = kinds.map(() => automaton.state());
    this.rowStart = starts[0] ?? 0;
    this.breakBytes = format.lineBreak === '\n' ? [lineFeed] : [carriageReturn, lineFeed];
    starts.forEach((start, column) => {
      this.columnOf[start] = column;
      const ends = addCells(automaton, start, kinds[column] ?? 'text', marks);
      const next = starts[column + 1];
      // A row of one empty cell is a blank line, which is no row.
      const whole = next === undefined && column === 0 ? ends.filter((end) => end !== start) : ends;
      if (next !== undefined) for (const end of ends) automaton.on(end, [marks.delimiter], next);
      else if (format.lineBreak === '\n')
        for (const end of whole) automaton.on(end, [lineFeed], this.rowStart);
      else {
        const returned = automaton.state();
        for (const end of whole) automaton.on(end, [carriageReturn], returned);
        automaton.on(returned, [lineFeed], this.rowStart);
      }
      for (let state = 0; state < automaton.size; state++) this.columnOf[state] ??= column;
    });
    ({ byteClass: this.byteClass, table: this.table, shift: this.shift } = automaton.compile());
    this.state = this.rowStart;
    this.beforeRows = format.hasHeader;
  }

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    if (!this.isPlain) return;
    let at = 0;
    if (this.beforeRows) {
      at = bytes.indexOf(lineFeed) + 1;
      if (at === 0) return;
      this.beforeRows = false;
    }
    // What is left of the row before, the whole rows of the block, and the beginning of the next one.
    const first = bytes.indexOf(lineFeed, at) + 1;
    const last = bytes.lastIndexOf(lineFeed) + 1;
    if (first === 0) this.state = this.follow(bytes, at, bytes.length, this.state);
    else {
      const isWhole =
        this.follow(bytes, at, first, this.state) === this.rowStart && this.areRows(bytes, first, last);
      this.state = isWhole ? this.follow(bytes, last, bytes.length, this.rowStart) : 0;
    }
    this.isPlain = this.state !== 0;
  }

  /** To be called behind the last byte. @returns whether the whole file is plain. */
  end(): boolean {
    if (this.isPlain && this.state !== this.rowStart)
      this.isPlain =
        this.follow(Uint8Array.from(this.breakBytes), 0, this.breakBytes.length, this.state) ===
        this.rowStart;
    return this.isPlain && !this.beforeRows;
  }

  /**
   * The first place of whole lines that is not plain: the column whose cell it is, and where its line begins. Null when
   * all of them are.
   * @param from where a line begins.
   */
  firstFault(bytes: Uint8Array, from: number): { column: number; line: number } | null {
    const { byteClass, table, shift, rowStart } = this;
    let state = rowStart;
    let line = from;
    for (let at = from; at < bytes.length; at++) {
      const next = table[(state << shift) | (byteClass[bytes[at] ?? 0] ?? 0)] ?? 0;
      if (next === 0) return { column: this.columnOf[state] ?? 0, line };
      if (next === rowStart) line = at + 1;
      state = next;
    }
    return null;
  }

  /** Whether the bytes between two beginnings of lines are plain rows. */
  private areRows(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from < smallestDivided) return this.follow(bytes, from, to, this.rowStart) === this.rowStart;
    const bounds = [from];
    for (let lane = 1; lane < lanes; lane++) {
      const near = from + Math.floor(((to - from) * lane) / lanes);
      bounds.push(bytes.indexOf(lineFeed, near) + 1);
    }
    const [a = 0, b = 0, c = 0, d = 0] = bounds;
    return this.followTogether(bytes, a, b, c, d, to);
  }

  private follow(bytes: Uint8Array, from: number, to: number, start: number): number {
    const { byteClass, table, shift } = this;
    let state = start;
    for (let at = from; at < to; at++)
      state = table[(state << shift) | (byteClass[bytes[at] ?? 0] ?? 0)] ?? 0;
    return state;
  }

  /** Four stretches, each from the beginning of a row to the beginning of the next stretch. */
  private followTogether(
    bytes: Uint8Array,
    a: number,
    b: number,
    c: number,
    d: number,
    end: number,
  ): boolean {
    const { byteClass, table, shift, rowStart } = this;
    const length = Math.min(b - a, c - b, d - c, end - d);
    let [s, t, u, v] = [rowStart, rowStart, rowStart, rowStart];
    for (let i = 0; i < length; i++) {
      s = table[(s << shift) | (byteClass[bytes[a + i] ?? 0] ?? 0)] ?? 0;
      t = table[(t << shift) | (byteClass[bytes[b + i] ?? 0] ?? 0)] ?? 0;
      u = table[(u << shift) | (byteClass[bytes[c + i] ?? 0] ?? 0)] ?? 0;
      v = table[(v << shift) | (byteClass[bytes[d + i] ?? 0] ?? 0)] ?? 0;
    }
    return (
      this.follow(bytes, a + length, b, s) === rowStart &&
      this.follow(bytes, b + length, c, t) === rowStart &&
      this.follow(bytes, c + length, d, u) === rowStart &&
      this.follow(bytes, d + length, end, v) === rowStart
    );
  }
}
