import { join } from 'node:path';
import { StrongroomError } from '../../../../contract/errors';
import type { Warning } from '../../../../contract/schemas/common';
import type { Reading } from '../../../../contract/schemas/data';
import { delimited } from '../delimited';
import type { Importer, SourceRequest } from '../importer';
import { openSource, startsWith } from '../source';
import { openBinary } from './binary';
import { workbookKind } from './kind';
import { openOds } from './ods';
import type { Workbook } from './sheet';
import { writeSheet } from './transcript';
import type { SheetTranscript } from './transcript';
import { openXlsx } from './xlsx';

/** Rows of the first look. */
const inspectedRows = 2_000;

/** A fault of the workbook; what is wrong with the disk or was cancelled stays what it is. */
function damaged(name: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof StrongroomError) return error;
  if (signal?.aborted === true) return new StrongroomError('CANCELLED', 'The work was cancelled.');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^E[A-Z]+$/.test(code)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const isProtected = /password|encrypted/i.test(text);
  return new StrongroomError(
    'FILE_DAMAGED',
    isProtected ? `${name} is protected by a password.` : `${name} cannot be read: the workbook is damaged.`,
    {
      expected: isProtected ? 'a workbook without a password' : 'a whole workbook',
      received: text.slice(0, 200),
      next: isProtected
        ? 'Open it in the program that made it and save it without a password.'
        : 'Open it in Excel or LibreOffice, which may repair it, and save it anew.',
      cause: error,
    },
  );
}

async function open(request: SourceRequest): Promise<Workbook> {
  const { source, signal } = request;
  const kind = await workbookKind(source);
  if (kind === 'xlsx') return openXlsx(source, signal);
  if (kind === 'ods') return openOds(source, signal);
  return openBinary(source, signal);
}

/** The sheet that is read: the one asked for, else the first that is shown. Throws SHEET_NOT_FOUND. */
function sheetOf(name: string, { sheets }: Workbook, wanted: string | undefined): string {
  const names = sheets.map((sheet) => sheet.name);
  const found =
    wanted === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])?.name
      : names.find((sheet) => sheet === wanted);
  if (found !== undefined) return found;
  throw new StrongroomError(
    'SHEET_NOT_FOUND',
    wanted === undefined ? `${name} has no sheet with cells.` : `${name} has no sheet "${wanted}".`,
    {
      expected:
        names.length === 0
          ? 'a sheet with a table'
          : `one of ${names.map((sheet) => `"${sheet}"`).join(', ')}`,
      received: wanted ?? 'none',
      next: 'Choose a sheet of the workbook.',
    },
  );
}

function warningsOf(
  name: string,
  book: Workbook,
  sheet: string,
  given: Partial<Reading>,
  found: SheetTranscript,
) {
  const { errors, uncalculated, merged } = book.counts;
  const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  const warnings: Warning[] = [];
  const add = (code: string, message: string, next?: string, rows?: number): void => {
    warnings.push({
      code,
      message,
      ...(next === undefined ? {} : { next }),
      ...(rows === undefined ? {} : { rows }),
    });
  };
  const shown = book.sheets.filter(({ hidden }) => !hidden);
  if (given.sheet === undefined && shown.length > 1)
    add(
      'SEVERAL_SHEETS',
      `${name} has ${shown.length} sheets; "${sheet}" is read.`,
      'Choose another by reading the file in another way.',
    );
  if (found.rowsAbove > 0 && given.headerRow === undefined)
    add(
      'ROWS_ABOVE_NAMES',
      `The names are taken from row ${found.headerRow}; ${found.rowsAbove} ${found.rowsAbove === 1 ? 'row' : 'rows'} above it ${found.rowsAbove === 1 ? 'is' : 'are'} left out.`,
      'Choose the row of the names by hand if that is wrong.',
      found.rowsAbove,
    );
  if (merged > 0)
    add(
      'MERGED_CELLS',
      `${counted(merged, 'cell')} merged with others got the value that the merged cells show.`,
    );
  if (errors > 0)
    add(
      'CELL_ERRORS',
      `${counted(errors, 'cell')} with an error such as #N/A or #DIV/0! ${errors === 1 ? 'counts' : 'count'} as missing.`,
    );
  if (uncalculated > 0)
    add(
      'UNCALCULATED_FORMULAS',
      `${counted(uncalculated, 'formula')} without a value in the file ${uncalculated === 1 ? 'counts' : 'count'} as missing.`,
      'Open the workbook in Excel or LibreOffice and save it, so that they are worked out.',
    );
  if (book.linksElsewhere)
    add(
      'EXTERNAL_LINKS',
      `${name} takes values from other files. Those are not opened: the values last seen count.`,
    );
  return warnings;
}

/** Writes the sheet as text, which is then read like any other: its numbers and dates are written without a doubt. */
async function transcribed(request: SourceRequest, limit?: number) {
  const { source, given, scratch, signal } = request;
  let book: Workbook | null = null;
  try {
    book = await open(request);
    const sheet = sheetOf(source.name, book, given.sheet);
    const target = join(scratch, 'sheet.csv');
    const { range, headerRow } = given;
    const found = await writeSheet(book, source, { sheet, range, headerRow }, target, {
      ...(signal === undefined ? {} : { signal }),
      ...(limit === undefined ? {} : { limit }),
    });
    const reading: Partial<Reading> = {
      ...given,
      // Whoever names the row of the names says that there are names.
      ...(headerRow !== undefined && given.hasHeader === undefined ? { hasHeader: true } : {}),
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      decimalSeparator: '.',
    };
    const text = { ...(await openSource(target, source.name)), name: source.name };
    const place = {
      format: 'workbook' as const,
      sheet,
      ...(range === undefined ? {} : { range }),
      headerRow: found.headerRow,
    };
    return {
      request: { ...request, source: text, given: reading },
      place,
      sheets: book.sheets,
      warnings: warningsOf(source.name, book, sheet, given, found),
    };
  } catch (error) {
    throw damaged(source.name, error, signal);
  } finally {
    book?.close();
  }
}

/** Sheets of Excel (.xlsx, .xlsm, .xlsb, .xls) and LibreOffice (.ods). Formulas are taken by the values last seen. */
export const workbook: Importer = {
  format: 'workbook',
  title: 'a workbook of Excel or LibreOffice',
  extensions: ['.xlsx', '.xlsm', '.xlsb', '.xls', '.ods'],
  recognises: async (source) => (await workbookKind(source)) !== null || isOldFile(source.head),
  async inspect(request) {
    const { request: text, place, sheets, warnings } = await transcribed(request, inspectedRows);
    const inspection = await delimited.inspect(text);
    return {
      ...inspection,
      reading: { ...inspection.reading, ...place },
      sheets,
      warnings: [...warnings, ...inspection.warnings],
    };
  },
  async read(request) {
    const { request: text, place, warnings } = await transcribed(request);
    // The fingerprint is that of the text on the way; without one, the workbook's own is found.
    const { fingerprint: ofText, ...table } = await delimited.read({ ...request, ...text });
    void ofText;
    return {
      ...table,
      reading: { ...table.reading, ...place },
      warnings: [...warnings, ...table.warnings],
    };
  },
};

/** Sheets of Excel 2 to 4, which are no compound files. */
const isOldFile = (head: Buffer): boolean =>
  [0x02, 0x03, 0x04].some(
    (version) => startsWith(head, [0x09, version, head[2] ?? 0, 0x00]) && (head[2] ?? 0) <= 8,
  );
