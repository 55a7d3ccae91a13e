import { StrongroomError } from '../../contract/errors';
import { placeKeys } from '../../contract/schemas/formats';
import type { ColumnType, Inspection, Profile, Reading } from '../../contract/schemas/data';
import type { ImportOutcome } from '../../engine/protocol';

/** A number such as 1.234 or 1,234: one thousand to some, one and a bit to others. */
const doubtful = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const isoDate = /^\d{4}[-/.]/;

/** The texts of a column in the sample that are not empty. */
function cellsOf({ columns, sample }: Inspection, name: string): string[] {
  const index = columns.findIndex((column) => column.name === name);
  return sample.flatMap((row) => {
    const text = row[index]?.trim() ?? '';
    return text === '' ? [] : [text];
  });
}

/** Whether the sample leaves no doubt that its decimals are written with the mark that the inspection found. */
function tellsDecimals(inspection: Inspection): boolean {
  // Nothing but proof makes it the comma; the point is also what is taken for want of proof.
  if (inspection.reading.decimalSeparator === ',') return true;
  return inspection.columns.some(
    ({ name, type }) =>
      type === 'decimal' &&
      cellsOf(inspection, name).some((text) => text.includes('.') && !doubtful.test(text)),
  );
}

/** Whether the sample leaves no doubt about the order of day and month. */
function tellsDates(inspection: Inspection): boolean {
  if (inspection.reading.dateOrder === 'mdy') return true;
  const ambiguous = new Set(
    inspection.warnings.filter(({ code }) => code === 'AMBIGUOUS_DATES').map(({ column }) => column),
  );
  return inspection.columns.some(
    ({ name, type }) =>
      (type === 'date' || type === 'datetime') &&
      !ambiguous.has(name) &&
      cellsOf(inspection, name).some((text) => !isoDate.test(text)),
  );
}

/**
 * How to read a later file of a model: decimals and dates as the file writes them where that is plain, else as in
 * training.
 */
export function readingOf(inspection: Inspection, training: Reading): Reading {
  const { encoding, delimiter, quote, decimalSeparator, dateOrder } = inspection.reading;
  // The format, the sheet and the like are those of this file, never those of the training's.
  const place = Object.fromEntries(placeKeys.map((key) => [key, inspection.reading[key]]));
  return {
    ...training,
    ...place,
    encoding,
    delimiter,
    quote,
    decimalSeparator: tellsDecimals(inspection) ? decimalSeparator : training.decimalSeparator,
    dateOrder: tellsDates(inspection) ? dateOrder : training.dateOrder,
  };
}

const dateExamples: Record<Reading['dateOrder'], string> = {
  ymd: '2024-12-31',
  dmy: '31.12.2024',
  mdy: '12/31/2024',
};

/** What values of a type look like where the model was trained. */
function exampleOf(type: ColumnType, training: Reading): string {
  switch (type) {
    case 'integer':
      return 'whole numbers like 42';
    case 'decimal':
      return `numbers like 70${training.decimalSeparator}35`;
    case 'boolean':
      return 'words like true and false';
    case 'date':
      return `dates like ${dateExamples[training.dateOrder]}`;
    case 'datetime':
      return `dates and times like ${dateExamples[training.dateOrder]} 18:30`;
    case 'category':
    case 'text':
      return 'text';
    case 'image':
      return 'paths of pictures';
  }
}

/** Shares of the values of a column above which it is not a slip here and there that they cannot be read. */
const mostOf = 0.5;

/** Whether most values of a column cannot be read. @param missing those that count as missing, unreadable ones included. */
export const isMostlyUnreadable = (unreadable: number, rows: number, missing: number): boolean =>
  unreadable > mostOf * (rows - missing + unreadable);

/**
 * Throws CONTRACT_MISMATCH when most values that a required column of the model has cannot be read as its type: all
 * of them would count as missing, and the answers would mean nothing.
 */
export function requireReadable(
  file: string,
  { columns, optional }: { columns: readonly { name: string; type: ColumnType }[]; optional: string[] },
  { rows, warnings, reading }: Pick<ImportOutcome, 'rows' | 'warnings' | 'reading'>,
  profile: Profile,
  inspection: Inspection,
  training: Reading,
): void {
  for (const { code, column, rows: unreadable = 0 } of warnings) {
    const expected = columns.find(({ name }) => name === column);
    if (code !== 'UNREADABLE_VALUES' || expected === undefined || optional.includes(expected.name)) continue;
    const { name, type } = expected;
    const missing = profile.columns.find((summary) => summary.name === name)?.missing ?? 0;
    const present = rows - missing + unreadable;
    if (!isMostlyUnreadable(unreadable, rows, missing)) continue;
    const texts = cellsOf(inspection, name).filter((text) => !reading.missingWords.includes(text));
    const mark = reading.decimalSeparator;
    const isNumber = (text: string): boolean => Number.isFinite(Number(text.replace(mark, '.')));
    const example = texts.find((text) => !isNumber(text)) ?? texts[0];
    throw new StrongroomError(
      'CONTRACT_MISMATCH',
      `${String(unreadable)} of the ${String(present)} values of "${name}" in ${file} cannot be read.`,
      {
        expected: exampleOf(type, training),
        ...(example === undefined ? {} : { received: `text like "${example.slice(0, 40)}"` }),
        next: `Write "${name}" in the file as in the data that the model was trained on, or train on data like this file.`,
      },
    );
  }
}
