import { widestCopy } from '../convert';
import type { Dialect } from '../dialect';
import type { Form } from '../forms';
import type { SourceFile } from '../source';
import { kindOf } from './cells';
import type { PlainKind } from './cells';
import { PlainRows, suitsPlainRows } from './plain-rows';

const lineFeed = 10;
/** How DuckDB's reader may be told the types of a file, while `PlainRows` proves that it gives the right values. */
export interface PlainPlan {
  kinds: PlainKind[];
  /** A column whose type promises plain cells has others in the sample. */
  hasOtherCells: boolean;
  /** A proof that begins at the first byte of the file. */
  prove(): PlainRows;
}

/**
 * The columns of which every cell of the sample is plain; the others stay text. Null when no column is, or when the
 * rows of the sample are not plain as a whole.
 */
export function planPlain(
  { head, bytes }: SourceFile,
  { reading, names, lineBreak }: Dialect,
  forms: readonly Form[],
): PlainPlan | null {
  if (lineBreak === null || names.length > widestCopy || !suitsPlainRows(reading)) return null;
  const format = { ...reading, lineBreak };
  const kinds = forms.map(kindOf);
  const whole = head.length === bytes ? head : head.subarray(0, head.lastIndexOf(lineFeed) + 1);
  let hasOtherCells = false;
  let from = reading.hasHeader ? head.indexOf(lineFeed) + 1 : 0;
  while (kinds.some((kind) => kind !== 'text')) {
    const fault = new PlainRows(kinds, format).firstFault(whole, from);
    if (fault === null) return { kinds, hasOtherCells, prove: () => new PlainRows(kinds, format) };
    if (kinds[fault.column] === 'text') return null;
    kinds[fault.column] = 'text';
    hasOtherCells = true;
    from = fault.line;
  }
  return null;
}
