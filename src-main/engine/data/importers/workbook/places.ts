import { StrongroomError } from '../../../../contract/errors';
import { maximumColumn, maximumRow } from './sheet';

/** A rectangle of a sheet; columns from 0, rows from 1, ends included. */
export interface Area {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/** "AB" as a column from 0; -1 when it is none. */
export function columnOf(letters: string): number {
  let column = 0;
  for (let i = 0; i < letters.length; i++) {
    const letter = letters.charCodeAt(i) & 0xdf;
    if (letter < 65 || letter > 90) return -1;
    column = column * 26 + letter - 64;
  }
  return column >= 1 && column <= maximumColumn ? column - 1 : -1;
}

/** A column from 0 as letters. */
export function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The column of a cell such as "AB12". -1 when it is none. */
export function columnOfCell(place: string): number {
  let end = 0;
  while (end < place.length && (place.charCodeAt(end) & 0xdf) >= 65) end++;
  return columnOf(place.slice(0, end));
}

const pattern = /^\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?$/i;

/** The area of "B3:F200", "A:F" (whole columns), "3:200" (whole rows), or "B3". Null when it is none. */
export function areaOf(range: string): Area | null {
  const found = pattern.exec(range.trim());
  if (found === null || range.trim() === '') return null;
  const [, from, top, to = from, bottom = found[4] ?? (range.includes(':') ? undefined : top)] = found;
  const area = {
    firstRow: top === undefined ? 1 : Number(top),
    lastRow: bottom === undefined ? maximumRow : Number(bottom),
    firstColumn: from === undefined ? 0 : columnOf(from),
    lastColumn: to === undefined ? maximumColumn - 1 : columnOf(to),
  };
  const isSound =
    area.firstRow >= 1 &&
    area.firstRow <= area.lastRow &&
    area.lastRow <= maximumRow &&
    area.firstColumn >= 0 &&
    area.firstColumn <= area.lastColumn;
  return isSound ? area : null;
}

/** Throws SHEET_NOT_FOUND for what is no range. */
export function requireArea(range: string): Area {
  const area = areaOf(range);
  if (area !== null) return area;
  throw new StrongroomError('SHEET_NOT_FOUND', `"${range}" is no range of a sheet.`, {
    expected: 'cells such as B3:F200, columns such as A:F, or rows such as 3:200',
    received: range,
    next: 'Correct the range, or leave it out to read the whole sheet.',
  });
}
