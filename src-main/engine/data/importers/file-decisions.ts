import type { Decision, Example } from '../../../contract/schemas/decisions';
import type { Reading } from '../../../contract/schemas/data';
import type { Dialect } from './dialect';
import type { SourceFile } from './source';

const shown = 3;
const shownLength = 80;
const counted = (rows: number): string => rows.toLocaleString('en');

const names: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'space',
};

const cut = (text: string): string => (text.length > shownLength ? `${text.slice(0, shownLength)}…` : text);

const lineOf = (cells: readonly string[], delimiter: string): string => cut(cells.join(delimiter));

/** The first rows of which a cell fulfils `holds`, by that cell. */
function rowsWith(rows: readonly (readonly string[])[], holds: (cell: string) => boolean): Example[] {
  const found: Example[] = [];
  for (const [index, row] of rows.entries()) {
    const cell = row.find(holds);
    if (cell !== undefined) found.push({ row: index + 1, text: cut(cell) });
    if (found.length === shown) break;
  }
  return found;
}

function encodingReason({ head }: SourceFile, encoding: Reading['encoding'], foreign: boolean): string {
  if (!foreign)
    return 'The first megabyte holds nothing but plain ASCII letters, which are the same in most encodings.';
  if (encoding === 'utf-8-bom') return 'The file begins with the mark of UTF-8.';
  if (encoding.startsWith('utf-16'))
    return (head[0] ?? 0) >= 0xfe
      ? 'The file begins with the mark of UTF-16.'
      : 'Every second byte is zero, as in UTF-16.';
  if (encoding === 'utf-8') return 'All bytes are valid UTF-8, which chance hardly makes.';
  return 'The bytes are no UTF-8. Look whether these words are right.';
}

/** The decisions on the file as a whole, with rows of its beginning. */
export function fileDecisions(source: SourceFile, dialect: Dialect, given: Partial<Reading>): Decision[] {
  const { encoding, delimiter, quote, hasHeader } = dialect.reading;
  const { rows, names: header } = dialect;
  // eslint-disable-next-line no-control-regex -- beyond ASCII is what is meant
  const foreign = rowsWith([header, ...rows], (cell) => /[^\x00-\x7f]/.test(cell)).map((example) => ({
    ...example,
    row: Math.max(1, example.row - 1),
  }));
  const first = rows.slice(0, shown).map((row, i) => ({ row: i + 1, text: lineOf(row, delimiter) }));
  const missing = { rows: 0, examples: [] };
  const guess = { column: null, missing, open: false };
  const width = header.length;
  return [
    {
      ...guess,
      kind: 'encoding',
      choice: encoding,
      reason:
        given.encoding === undefined ? encodingReason(source, encoding, foreign.length > 0) : 'You chose it.',
      examples: foreign,
      chosen: given.encoding !== undefined,
      open: given.encoding === undefined && (encoding === 'windows-1252' || encoding === 'gb18030'),
    },
    {
      ...guess,
      kind: 'delimiter',
      choice: names[delimiter] ?? delimiter,
      reason:
        given.delimiter !== undefined
          ? 'You chose it.'
          : width === 1
            ? 'No sign parts the rows evenly, so each is one cell.'
            : `It parts ${counted(rows.length)} of the first ${counted(rows.length + dialect.rejected.length)} rows into ${counted(width)} cells.`,
      examples: first,
      chosen: given.delimiter !== undefined,
      open: given.delimiter === undefined && dialect.rejected.length > rows.length / 10,
    },
    {
      ...guess,
      kind: 'quote',
      choice: quote === '' ? 'none' : quote,
      reason:
        given.quote === undefined
          ? 'Cells that hold the separator or a line break stand within it.'
          : 'You chose it.',
      examples: rowsWith(rows, (cell) => cell.includes(delimiter) || cell.includes('\n')),
      chosen: given.quote !== undefined,
    },
    {
      ...guess,
      kind: 'header',
      choice: hasHeader ? 'names' : 'data',
      reason:
        given.hasHeader !== undefined
          ? 'You chose it.'
          : hasHeader
            ? 'The first row differs from those below: it holds words above values, or words that do not come again.'
            : 'The first row holds values like those below.',
      examples: hasHeader
        ? [{ row: 0, text: lineOf(header, delimiter) }, ...first.slice(0, 1)]
        : first.slice(0, 2),
      chosen: given.hasHeader !== undefined,
    },
  ];
}
