import { unpackedLimit, tooLarge } from '../archives/limits';
import type { Zip } from '../archives/zip-file';
import type { SourceFile } from '../source';
import { momentText } from './dates';
import type { NumberKind } from './dates';
import { areaOf, columnOfCell } from './places';
import { maximumRow } from './sheet';
import type { SheetCounts, SheetRow, Span } from './sheet';
import { plainText } from './xlsx';
import { memberText, xmlParser } from './xml';

interface SheetContext {
  texts: readonly string[];
  /** What numbers stand for, by style. */
  kinds: readonly NumberKind[];
  is1904: boolean;
  counts: SheetCounts;
}

/** Merged areas that are looked at; a sheet that is a table has few. */
const maximumMerges = 100_000;
/** Bytes behind the rows in which merged areas are looked for. */
const maximumTail = 32 * 1024 * 1024;

/** Merged areas by their first row. They stand behind the rows, so the sheet is unpacked once more for them. */
async function mergesOf(zip: Zip, member: string, file: SourceFile, signal: AbortSignal | undefined) {
  const merges = new Map<number, { column: number; columns: number; rows: number }[]>();
  const entry = zip.entries.get(member);
  if (entry === undefined) throw new Error(`${member} is missing`);
  const limit = unpackedLimit(Math.min(entry.compressedSize, file.bytes));
  const mark = Buffer.from('sheetData>');
  let edge: Buffer = Buffer.alloc(0);
  let tail: Buffer[] | null = null;
  let bytes = 0;
  let kept = 0;
  for await (const block of await zip.read(entry)) {
    signal?.throwIfAborted();
    const piece: Buffer = block;
    bytes += piece.length;
    if (bytes > limit) throw tooLarge(file.name, limit);
    if (tail === null) {
      const joined = Buffer.concat([edge, piece]);
      // The opening tag, when it has no attributes, ends so too: what follows the last one is the tail.
      const found = joined.lastIndexOf(mark);
      if (found !== -1) {
        const before = joined.subarray(Math.max(0, found - 16), found).toString('latin1');
        if (/<\/(\w+:)?$/.test(before)) tail = [joined.subarray(found)];
      }
      edge = Buffer.from(joined.subarray(-32));
    } else if (kept < maximumTail) {
      tail.push(Buffer.from(piece));
      kept += piece.length;
    }
  }
  const text = Buffer.concat(tail ?? []).toString('utf8');
  let count = 0;
  for (const [, range = ''] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"']*)["']/g)) {
    const area = areaOf(range);
    if (area === null) continue;
    if (++count > maximumMerges) break;
    const { firstRow, lastRow, firstColumn, lastColumn } = area;
    const merge = {
      column: firstColumn,
      columns: lastColumn - firstColumn + 1,
      rows: lastRow - firstRow + 1,
    };
    merges.set(firstRow, [...(merges.get(firstRow) ?? []), merge]);
  }
  return merges;
}

/** The rows of one sheet of an .xlsx file, in batches; memory stays at a few pieces of its XML. */
export async function* sheetRows(
  zip: Zip,
  member: string,
  file: SourceFile,
  { texts, kinds, is1904, counts }: SheetContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<SheetRow[]> {
  const merges = await mergesOf(zip, member, file, signal);
  let rows: SheetRow[] = [];
  let row: SheetRow = { number: 0, cells: [] };
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let hasFormula = false;
  let collects = false;
  let phonetic = 0;

  const cellText = (): string => {
    switch (type) {
      case 's':
        return texts[Number(value)] ?? '';
      case 'b':
        return value.trim() === '1' ? 'true' : 'false';
      case 'e':
        counts.errors++;
        return '';
      case 'str':
      case 'inlineStr':
        return plainText(value);
      case 'd':
        return value.replace('T', ' ').replace(/Z$/, '');
      default: {
        const number = Number(value);
        if (value.trim() === '' || !Number.isFinite(number)) return value.trim();
        return momentText(number, kinds[style] ?? 'number', is1904);
      }
    }
  };
  const endCell = (): void => {
    if (value === '' && type !== 'e') {
      if (hasFormula && type !== 'str') counts.uncalculated++;
      return;
    }
    const text = cellText();
    if (text !== '') row.cells[column] = text;
  };
  const endRow = (): void => {
    if (row.cells.length === 0) return;
    const spans: Span[] = (merges.get(row.number) ?? []).flatMap((merge) => {
      const text = row.cells[merge.column];
      return text === undefined ? [] : [{ ...merge, text }];
    });
    if (spans.length > 0) row.spans = spans;
    rows.push(row);
  };
  const parser = xmlParser({
    open(name, attributes) {
      switch (name) {
        case 'row': {
          const number = attributes['r'] === undefined ? row.number + 1 : Number(attributes['r']);
          if (!Number.isInteger(number) || number < 1 || number > maximumRow)
            throw new Error(`row ${String(attributes['r'])} is no row of a sheet`);
          row = { number, cells: [] };
          column = -1;
          return;
        }
        case 'c': {
          const place = attributes['r'];
          column = place === undefined ? column + 1 : columnOfCell(place);
          if (column < 0 || column > 16_383) throw new Error(`${String(place)} is no cell of a sheet`);
          type = attributes['t'] ?? 'n';
          style = Number(attributes['s'] ?? 0);
          value = '';
          hasFormula = false;
          return;
        }
        case 'f':
          hasFormula = true;
          return;
        case 'v':
          collects = true;
          return;
        case 't':
          collects = phonetic === 0;
          return;
        case 'rPh':
          phonetic++;
          return;
      }
    },
    text(piece) {
      if (collects) value += piece;
    },
    close(name) {
      switch (name) {
        case 'v':
        case 't':
          collects = false;
          return;
        case 'rPh':
          phonetic--;
          return;
        case 'c':
          return endCell();
        case 'row':
          return endRow();
      }
    },
  });
  for await (const text of memberText(zip, member, file, signal)) {
    parser.write(text);
    if (rows.length > 0) {
      const batch = rows;
      rows = [];
      yield batch;
    }
  }
  parser.close();
  if (rows.length > 0) yield rows;
}
