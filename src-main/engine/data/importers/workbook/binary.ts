import { readFile } from 'node:fs/promises';
import { StrongroomError } from '../../../../contract/errors';
import { throwIfCancelled } from '../../database';
import { openZip } from '../archives/zip-file';
import { startsWith } from '../source';
import type { SourceFile } from '../source';
import { kindOfFormat, momentText } from './dates';
import { newCounts } from './sheet';
import type { SheetRow, Span, Workbook } from './sheet';
import { memberText } from './xml';

/** Read into memory whole: workbooks of these kinds are small (65,536 rows of 256 columns in .xls). */
const maximumBytes = 128 * 1024 * 1024;
const batchRows = 1_000;

/** Unpacks every member once, so that a bomb is met before the reader holds it in memory. */
async function refuseBombs(file: SourceFile, signal: AbortSignal | undefined): Promise<void> {
  if (!startsWith(file.head, [0x50, 0x4b])) return;
  const zip = await openZip(file.path);
  try {
    for (const member of zip.entries.keys()) {
      const text = memberText(zip, member, file, signal);
      while ((await text.next()).done !== true) continue;
    }
  } finally {
    zip.close();
  }
}

/** Opens .xls and .xlsb. No macro is run, and no link is followed. */
export async function openBinary(file: SourceFile, signal?: AbortSignal): Promise<Workbook> {
  if (file.bytes > maximumBytes) {
    throw new StrongroomError('FILE_TOO_LARGE', `${file.name} is too large to be read in this format.`, {
      expected: `at most ${maximumBytes / 1024 / 1024} MB`,
      received: `${Math.round(file.bytes / 1024 / 1024)} MB`,
      next: 'Save it as .xlsx, or the sheet as CSV.',
    });
  }
  await refuseBombs(file, signal);
  // Loaded when it is needed, for it is large.
  const { read } = await import('@e965/xlsx');
  const bytes = await readFile(file.path);
  const book = read(bytes, {
    type: 'buffer',
    dense: true,
    cellNF: true,
    cellText: false,
    cellHTML: false,
    bookVBA: false,
  });
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const properties = book.Workbook?.Sheets ?? [];
  const counts = newCounts();
  return {
    sheets: book.SheetNames.flatMap((name, i) => {
      const isTable = book.Sheets[name]?.['!type'] === undefined || book.Sheets[name]['!type'] === 'sheet';
      return isTable ? [{ name, hidden: (properties[i]?.Hidden ?? 0) > 0 }] : [];
    }),
    linksElsewhere: false,
    counts,
    async *rows(name) {
      const sheet = book.Sheets[name];
      const data = sheet?.['!data'] ?? [];
      const merges = sheet?.['!merges'] ?? [];
      let batch: SheetRow[] = [];
      for (const [index, cells] of data.entries()) {
        if (cells === undefined) continue;
        const row: SheetRow = { number: index + 1, cells: [] };
        for (const [column, cell] of cells.entries()) {
          if (cell === undefined) continue;
          if (cell.t === 'e') counts.errors++;
          else if (cell.t === 'b') row.cells[column] = cell.v === true ? 'true' : 'false';
          else if (cell.t === 'n' && typeof cell.v === 'number') {
            const code = cell.z === undefined ? undefined : String(cell.z);
            row.cells[column] = momentText(cell.v, kindOfFormat(0, code), is1904);
          } else if (cell.v !== undefined && cell.v !== '') {
            row.cells[column] = String(cell.v).replaceAll('\0', '');
          }
        }
        if (row.cells.length === 0) continue;
        const spans = merges.flatMap(({ s, e }): Span[] => {
          const text = s.r === index ? row.cells[s.c] : undefined;
          return text === undefined
            ? []
            : [{ column: s.c, columns: e.c - s.c + 1, rows: e.r - s.r + 1, text }];
        });
        if (spans.length > 0) row.spans = spans;
        batch.push(row);
        if (batch.length < batchRows) continue;
        throwIfCancelled(signal);
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    close: () => undefined,
  };
}
