import { Automaton } from './automaton';
import { addCells } from './cells';
import type { PlainColumn } from './cells';

const lineFeed = 10;
const carriageReturn = 13;
/** Stretches that are followed side by side: a step waits for the one before it, other stretches do not. */
const lanes = 4;
/** Shorter stretches are not worth dividing. */
const smallestDivided = 4_096;

export interface RowFormat {
  delimiter: string;
  quote: string;
  lineBreak: '\n' | '\r\n';
  /** The first line holds names: it is not looked at. */
  hasHeader: boolean;
}

/** Follows rows of plain cells, byte by byte. States are numbers; 0 is that of what is not plain. */
export interface RowMachine {
  /** The state at the beginning of a row. */
  readonly start: number;
  /** @returns the state behind the bytes from `from` up to `to`. */
  follow(bytes: Uint8Array, from: number, to: number, state: number): number;
  /** Whether the bytes between two beginnings of lines are plain rows. */
  areRows(bytes: Uint8Array, from: number, to: number): boolean;
  /** The column whose cell a state is in. */
  columnOf(state: number): number;
  /** A machine for rows in which the cells of one column are others; this one is not used any more. */
  with(place: number, column: PlainColumn): RowMachine;
}

const marksOf = ({ delimiter, quote }: RowFormat) => ({
  delimiter: delimiter.charCodeAt(0),
  quote: quote.charCodeAt(0),
});

/** Lets the ends of the last cell of a row be followed by a line break. */
function endRow(automaton: Automaton, ends: readonly number[], { lineBreak }: RowFormat, next: number): void {
  if (lineBreak === '\n') {
    for (const end of ends) automaton.on(end, [lineFeed], next);
    return;
  }
  const returned = automaton.state();
  for (const end of ends) automaton.on(end, [carriageReturn], returned);
  automaton.on(returned, [lineFeed], next);
}

/** One automaton for the whole row: the fastest, for tables of few columns. */
export class JoinedMachine implements RowMachine {
  readonly start: number;
  private readonly columns: number[] = [];
  private readonly byteClass: Uint8Array;
  private readonly table: Uint16Array;
  private readonly shift: number;

  constructor(
    private readonly plain: readonly PlainColumn[],
    private readonly format: RowFormat,
  ) {
    const columns = plain;
    const automaton = new Automaton();
    const marks = marksOf(format);
    const starts = columns.map(() => automaton.state());
    this.start = starts[0] ?? 0;
    columns.forEach((column, place) => {
      const start = starts[place] ?? 0;
      this.columns[start] = place;
      const ends = addCells(automaton, start, column, marks);
      const next = starts[place + 1];
      if (next !== undefined) for (const end of ends) automaton.on(end, [marks.delimiter], next);
      // A row of one empty cell is a blank line, which is no row.
      else endRow(automaton, place === 0 ? ends.filter((end) => end !== start) : ends, format, this.start);
      for (let state = 0; state < automaton.size; state++) this.columns[state] ??= place;
    });
    ({ byteClass: this.byteClass, table: this.table, shift: this.shift } = automaton.compile());
  }

  columnOf(state: number): number {
    return this.columns[state] ?? 0;
  }

  with(place: number, column: PlainColumn): RowMachine {
    return new JoinedMachine(this.plain.with(place, column), this.format);
  }

  follow(bytes: Uint8Array, from: number, to: number, start: number): number {
    const { byteClass, table, shift } = this;
    let state = start;
    for (let at = from; at < to; at++)
      state = table[(state << shift) | (byteClass[bytes[at] ?? 0] ?? 0)] ?? 0;
    return state;
  }

  areRows(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from < smallestDivided) return this.follow(bytes, from, to, this.start) === this.start;
    const bounds = [from];
    for (let lane = 1; lane < lanes; lane++) {
      const near = from + Math.floor(((to - from) * lane) / lanes);
      bounds.push(bytes.indexOf(lineFeed, near) + 1);
    }
    const [a = 0, b = 0, c = 0, d = 0] = bounds;
    return this.followTogether(bytes, a, b, c, d, to);
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
    const { byteClass, table, shift, start } = this;
    const length = Math.min(b - a, c - b, d - c, end - d);
    let [s, t, u, v] = [start, start, start, start];
    for (let i = 0; i < length; i++) {
      s = table[(s << shift) | (byteClass[bytes[a + i] ?? 0] ?? 0)] ?? 0;
      t = table[(t << shift) | (byteClass[bytes[b + i] ?? 0] ?? 0)] ?? 0;
      u = table[(u << shift) | (byteClass[bytes[c + i] ?? 0] ?? 0)] ?? 0;
      v = table[(v << shift) | (byteClass[bytes[d + i] ?? 0] ?? 0)] ?? 0;
    }
    return (
      this.follow(bytes, a + length, b, s) === start &&
      this.follow(bytes, b + length, c, t) === start &&
      this.follow(bytes, c + length, d, u) === start &&
      this.follow(bytes, d + length, end, v) === start
    );
  }
}

/** States of `CountingMachine` that every kind of cell leads to. */
const [cellEnd, rowEnd] = [1, 2];
/** The state and the column make one number; states are numbers of 16 bits. */
const mostStates = 65_536;

/** An automaton for each kind of cell, and a count of the columns: its size does not grow with the table. */
export class CountingMachine implements RowMachine {
  private readonly automaton = new Automaton();
  private readonly known = new Map<string, number>();
  private readonly starts: number[];
  private compiled: ReturnType<Automaton['compile']>;

  constructor(
    columns: readonly PlainColumn[],
    private readonly format: RowFormat,
  ) {
    if (this.automaton.state() !== cellEnd || this.automaton.state() !== rowEnd)
      throw new Error('States have moved.');
    this.starts = columns.map((column) => this.startOf(column));
    this.compiled = this.automaton.compile();
  }

  get start(): number {
    return this.starts[0] ?? 0;
  }

  columnOf(state: number): number {
    return Math.floor(state / mostStates);
  }

  with(place: number, column: PlainColumn): RowMachine {
    const { size } = this.automaton;
    this.starts[place] = this.startOf(column);
    if (this.automaton.size > size) this.compiled = this.automaton.compile();
    return this;
  }

  /** The beginning of a cell of that kind, made when it is first asked for. */
  private startOf({ kind, missing }: PlainColumn): number {
    const key = kind === 'words' ? JSON.stringify([kind, missing]) : kind;
    const made = this.known.get(key);
    if (made !== undefined) return made;
    const { automaton, format } = this;
    const marks = marksOf(format);
    const start = automaton.state();
    this.known.set(key, start);
    const ends = addCells(automaton, start, { kind, missing }, marks);
    for (const end of ends) automaton.on(end, [marks.delimiter], cellEnd);
    endRow(automaton, ends, format, rowEnd);
    if (automaton.size > mostStates) throw new Error('There are more states than numbers for them.');
    return start;
  }

  follow(bytes: Uint8Array, from: number, to: number, start: number): number {
    const { starts } = this;
    const { byteClass, table, shift } = this.compiled;
    const last = starts.length - 1;
    if (start === 0) return 0;
    let column = Math.floor(start / mostStates);
    let state = start % mostStates;
    for (let at = from; at < to; at++) {
      state = table[(state << shift) | (byteClass[bytes[at] ?? 0] ?? 0)] ?? 0;
      if (state > rowEnd) continue;
      if (state === cellEnd && column < last) column++;
      else if (state === rowEnd && column === last) column = 0;
      else return 0;
      state = starts[column] ?? 0;
    }
    return column * mostStates + state;
  }

  areRows(bytes: Uint8Array, from: number, to: number): boolean {
    return this.follow(bytes, from, to, this.start) === this.start;
  }
}

/** Columns up to which one automaton for all of them stays small. */
const fewColumns = 40;

export const machineFor = (columns: readonly PlainColumn[], format: RowFormat): RowMachine =>
  columns.length <= fewColumns ? new JoinedMachine(columns, format) : new CountingMachine(columns, format);
