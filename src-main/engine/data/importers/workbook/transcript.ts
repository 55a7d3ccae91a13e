import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { StrongroomError } from '../../../../contract/errors';
import { throwIfCancelled } from '../../database';
import { tooLarge, unpackedLimit } from '../archives/limits';
import { refuseWide } from '../dialect';
import type { SourceFile } from '../source';
import { requireArea } from './places';
import type { Area } from './places';
import { maximumColumn, maximumRow } from './sheet';
import type { SheetRow, Span, Workbook } from './sheet';

/** Rows of which the beginning and the width of a table are told. */
const rowsLookedAt = 1_000;
/** A name stands over most columns; a title or a note above the table does not. Narrower tables begin at once. */
const narrow = 2;

const needsQuotes = /[",\n\r]|^\s|^$/;
const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What was asked for. */
export interface SheetPlace {
  sheet: string;
  range?: string | undefined;
  headerRow?: number | undefined;
}

export interface SheetTranscript {
  headerRow: number;
  /** Rows written, that of the names included. */
  rows: number;
  /** Rows above the names in which something stands. */
  rowsAbove: number;
}

const filled = ({ cells }: SheetRow): number => cells.reduce((sum) => sum + 1, 0);

/** The row of the names: the first in which more than half as many cells are filled as in the fullest row. */
function beginningOf(rows: readonly SheetRow[]): number {
  const fullest = Math.max(0, ...rows.map(filled));
  const first = rows.find((row) => fullest <= narrow || filled(row) > fullest / 2);
  return first?.number ?? 1;
}

/** Puts what merged cells show into the cells that they cover, in this row and in those that follow. */
class Merges {
  private active: (Span & { until: number })[] = [];

  /** @returns how many cells were filled. */
  apply(row: SheetRow): number {
    this.active = this.active.filter(({ until }) => until >= row.number);
    for (const span of row.spans ?? []) this.active.push({ ...span, until: row.number + span.rows - 1 });
    let count = 0;
    for (const { column, columns, text } of this.active) {
      const end = Math.min(column + columns, row.cells.length + columns, maximumColumn);
      for (let place = column; place < end; place++) {
        if (row.cells[place] === undefined) {
          row.cells[place] = text;
          count++;
        }
      }
    }
    return count;
  }
}

/** Writes a file as fast as it takes the text. */
class Output {
  bytes = 0;
  private pending: string[] = [];
  private length = 0;
  private readonly stream;
  private readonly failed: Promise<never>;

  constructor(path: string) {
    this.stream = createWriteStream(path);
    this.failed = once(this.stream, 'error').then(([error]) => {
      throw error;
    });
    this.failed.catch(() => undefined);
  }

  async line(text: string): Promise<void> {
    this.pending.push(text);
    this.length += text.length;
    if (this.length > 1 << 18) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.pending.join('');
    this.pending = [];
    this.bytes += this.length;
    this.length = 0;
    if (text !== '' && !this.stream.write(text))
      await Promise.race([once(this.stream, 'drain'), this.failed]);
  }

  async end(): Promise<void> {
    await this.flush();
    this.stream.end();
    await Promise.race([finished(this.stream), this.failed]);
  }

  destroy(): void {
    this.stream.destroy();
  }
}

/**
 * Writes a sheet as plain CSV, from the row of the names on: as wide as anything that stands in it, without rows in
 * which nothing stands. Throws SHEET_NOT_FOUND when nothing stands in the range, TOO_MANY_COLUMNS, FILE_TOO_LARGE.
 * @param limit rows after which it stops, for a first look.
 */
export async function writeSheet(
  workbook: Workbook,
  file: SourceFile,
  { sheet, range, headerRow }: SheetPlace,
  target: string,
  options: { signal?: AbortSignal; limit?: number } = {},
): Promise<SheetTranscript> {
  const asked: Area =
    range === undefined
      ? { firstRow: 1, lastRow: maximumRow, firstColumn: 0, lastColumn: maximumColumn - 1 }
      : requireArea(range);
  const fixesColumns = range !== undefined && asked.lastColumn < maximumColumn - 1;
  let columns = { first: maximumColumn, last: -1 };
  let begin = headerRow ?? null;
  const limit = unpackedLimit(file.bytes);

  /** One pass. @returns null when a column was met late, so that what was written is too narrow. */
  const attempt = async (): Promise<SheetTranscript | null> => {
    const output = new Output(target);
    const merges = new Merges();
    const written: SheetTranscript = { headerRow: 0, rows: 0, rowsAbove: 0 };
    let waiting: SheetRow[] | null = [];
    const known = { ...columns };
    const isTooNarrow = (): boolean => columns.first < known.first || columns.last > known.last;
    const write = async (row: SheetRow): Promise<void> => {
      workbook.counts.merged += merges.apply(row);
      if (begin === null || row.number < begin) {
        written.rowsAbove++;
        return;
      }
      if (isTooNarrow() && waiting === null) return;
      const cells: string[] = [];
      for (let column = known.first; column <= known.last; column++) {
        const text = row.cells[column];
        cells.push(text === undefined ? '' : quoted(text));
      }
      written.headerRow ||= row.number;
      written.rows++;
      const line = cells.join(',');
      // A line without a character would be skipped.
      await output.line(line === '' ? '""\n' : `${line}\n`);
      if (output.bytes > limit) throw tooLarge(file.name, limit);
    };
    const settle = async (rows: SheetRow[]): Promise<void> => {
      begin ??= range === undefined ? beginningOf(rows) : asked.firstRow;
      if (fixesColumns) columns = { first: asked.firstColumn, last: asked.lastColumn };
      known.first = columns.first;
      known.last = columns.last;
      refuseWide(file.name, known.last - known.first + 1);
      waiting = null;
      for (const row of rows) await write(row);
    };
    try {
      read: for await (const batch of workbook.rows(sheet)) {
        throwIfCancelled(options.signal);
        for (const row of batch) {
          if (row.number < asked.firstRow || row.number > asked.lastRow) continue;
          const inside = row.cells.findIndex((text, i) => text !== undefined && i >= asked.firstColumn);
          if (inside === -1 || inside > asked.lastColumn) continue;
          // Rows above the names may be wider than the table; those do not count.
          if (begin === null || row.number >= begin) {
            columns.first = Math.min(columns.first, inside);
            columns.last = Math.max(columns.last, Math.min(row.cells.length - 1, asked.lastColumn));
          }
          if (waiting === null) await write(row);
          else waiting.push(row);
        }
        if (waiting !== null && waiting.length >= (options.limit ?? rowsLookedAt)) await settle(waiting);
        if (options.limit !== undefined && written.rows >= options.limit) break read;
      }
      if (waiting !== null) await settle(waiting);
      await output.end();
    } catch (error) {
      output.destroy();
      throw error;
    }
    return isTooNarrow() && options.limit === undefined ? null : written;
  };

  const written = (await attempt()) ?? (await attempt());
  if (written === null || written.rows === 0) {
    throw new StrongroomError(
      'SHEET_NOT_FOUND',
      `Nothing stands in ${range ?? `sheet "${sheet}"`} of ${file.name}.`,
      {
        expected: 'a row of names, and rows below it',
        received: headerRow === undefined ? 'empty cells' : `empty cells from row ${headerRow} on`,
        next: 'Choose another sheet or range.',
      },
    );
  }
  return written;
}
