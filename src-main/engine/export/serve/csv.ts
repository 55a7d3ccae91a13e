import { HttpError } from './problem';

/**
 * Comma-separated text as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled quotes; lines end
 * in CR LF, LF or CR. A byte order mark is left out. Throws HttpError 400 for a quote that never ends.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  let place = text.startsWith('\uFEFF') ? 1 : 0;
  const endField = (): void => {
    row.push(field);
    field = '';
  };
  const endRow = (): void => {
    endField();
    // A line with nothing on it is no row.
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (; place < text.length; place++) {
    const character = text[place] ?? '';
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[place + 1] === '"') {
        field += '"';
        place++;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',') endField();
    else if (character === '\n') endRow();
    else if (character === '\r') {
      if (text[place + 1] === '\n') place++;
      endRow();
    } else field += character;
  }
  if (quoted) {
    throw new HttpError(
      400,
      'BAD_REQUEST',
      'A quoted field never ends.',
      'Close every quote; write a quote inside a field twice.',
    );
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}
