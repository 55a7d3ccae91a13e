import type { Readable } from 'node:stream';

/** A cell that stands for a rectangle of cells. */
export interface Span {
  /** Column from 0. */
  column: number;
  columns: number;
  rows: number;
  text: string;
}

/** A row of a sheet in which something stands. */
export interface SheetRow {
  /** From 1, as the program shows it. */
  number: number;
  /** Texts by column from 0; what is empty is left out. Numbers as JavaScript writes them, dates as ISO text. */
  cells: (string | undefined)[];
  /** Merged cells whose upper left one is in this row. */
  spans?: Span[];
}

/** What was met while rows were read, for warnings. */
export interface SheetCounts {
  errors: number;
  uncalculated: number;
  merged: number;
}

/** A workbook of any kind, read sheet by sheet. */
export interface Workbook {
  sheets: { name: string; hidden: boolean }[];
  /** Whether it takes values of other files, which are never opened: the values last seen are in the workbook. */
  linksElsewhere: boolean;
  counts: SheetCounts;
  /** Rows in batches, empty ones left out. May be begun again. */
  rows(sheet: string): AsyncIterable<SheetRow[]>;
  close(): void;
}

export const newCounts = (): SheetCounts => ({ errors: 0, uncalculated: 0, merged: 0 });

/** The largest sheets that programs make. */
export const maximumRow = 1_048_576;
export const maximumColumn = 16_384;

/** Pieces of a stream as text; what is no UTF-8 becomes U+FFFD. */
export async function* textOf(stream: Readable, encoding = 'utf-8'): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const block of stream) {
    const piece: Buffer = block;
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}
