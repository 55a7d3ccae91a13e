import { widestCopy } from '../convert';
import type { Typing } from '../convert';
import type { Dialect } from '../dialect';
import { emptyForm } from '../forms';
import type { Form } from '../forms';
import { kindOf } from './cells';
import type { PlainColumn, PlainKind } from './cells';
import { machineFor } from './machines';
import type { RowFormat } from './machines';
import { valueLikeWords } from '../missing';
import { PlainRows, firstFault, suitsPlainRows } from './plain-rows';
import type { Fault } from './plain-rows';
import { widerForm } from './wider-forms';

const lineFeed = 10;

/** How DuckDB's reader may be told the types of a file, while `PlainRows` proves that it gives the right values. */
export interface PlainPlan {
  kinds: PlainKind[];
  /** The forms that were expected, or wider ones that later rows of a wide table ask for. */
  forms: Form[];
  /** A column whose type promises plain cells has others in the sample. */
  hasOtherCells: boolean;
  /** A proof that begins at the first byte of the file. */
  prove(): PlainRows;
}

/** How the rows of a file follow one another; null where its line breaks are of several kinds. */
export const formatOf = ({ reading, lineBreak }: Dialect): RowFormat | null =>
  lineBreak === null ? null : { ...reading, lineBreak };

/** The text of the cell in which something does not fit. */
function textOf(bytes: Buffer, { line, at }: Fault, { delimiter, quote }: RowFormat): string {
  const mark = delimiter.charCodeAt(0);
  const from = Math.max(line, bytes.lastIndexOf(mark, at - 1) + 1);
  const ends = [bytes.indexOf(mark, at), bytes.indexOf(lineFeed, at)].filter((end) => end !== -1);
  const text = bytes
    .subarray(from, Math.min(bytes.length, ...ends))
    .toString('utf8')
    .replace(/\r$/, '');
  const isQuoted = text.length > 1 && text.startsWith(quote) && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

/**
 * The columns of which every cell of the sample is plain; the others stay text. Null when no column is, or when the
 * rows of the sample are not plain as a whole. The first look at a wide table sees few rows, so that their types are
 * widened by what comes later.
 * @param sample the first bytes of the file, or all of them.
 * @param isWhole whether they are all.
 */
export function planPlain(
  sample: Buffer,
  isWhole: boolean,
  format: RowFormat | null,
  typing: Pick<Typing, 'names' | 'forms' | 'missing' | 'columnMissing' | 'reading' | 'given'>,
): PlainPlan | null {
  if (format === null || !suitsPlainRows(format)) return null;
  const { names } = typing;
  const forms = [...typing.forms];
  const missingIn = (i: number) => typing.columnMissing[i] ?? typing.missing;
  const columns = names.map((_, i): PlainColumn => {
    const missing = missingIn(i);
    const { words, assumesNoMarks } = missing;
    const kind = kindOf(forms[i] ?? emptyForm);
    // What is written like a value and means missing is not seen by its writing.
    const isApart = kind !== 'words' && valueLikeWords(missing).length > 0;
    return { kind: isApart ? 'text' : kind, missing: { words, assumesNoMarks } };
  });
  const mayWiden = names.length > widestCopy && typing.reading.decimalSeparator === '.';
  const whole = isWhole ? sample : sample.subarray(0, sample.lastIndexOf(lineFeed) + 1);
  let machine = machineFor(columns, format);
  let hasOtherCells = false;
  let from = format.hasHeader ? sample.indexOf(lineFeed) + 1 : 0;
  while (columns.some(({ kind }) => kind !== 'text')) {
    const fault = firstFault(machine, whole, from);
    if (fault === null) {
      const kinds = columns.map(({ kind }) => kind);
      return { kinds, forms, hasOtherCells, prove: () => new PlainRows(columns, format) };
    }
    const place = fault.column;
    const column = columns[place];
    const form = forms[place];
    if (column === undefined || form === undefined || column.kind === 'text') return null;
    const wider =
      mayWiden && typing.given[place] !== true
        ? widerForm(form, textOf(whole, fault, format), missingIn(place))
        : null;
    hasOtherCells ||= wider === null && column.kind !== 'words' && column.kind !== 'empty';
    if (wider !== null) forms[place] = wider;
    column.kind = wider === null ? 'text' : kindOf(wider);
    machine = machine.with(place, column);
    from = fault.line;
  }
  return null;
}
