import type { CheckExample, FileCheck } from '../../../contract/schemas/file-check';
import { formatTable, paragraphs } from '../text';

const rowsOf = (rows: number): string => `${String(rows)} ${rows === 1 ? 'row' : 'rows'}`;

/** Values with the rows they stand in. */
const examplesText = (examples: readonly CheckExample[]): string =>
  examples
    .map(({ row, value }) => `${JSON.stringify(value)}${row === null ? '' : ` in row ${String(row)}`}`)
    .join(', ');

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `${title}\n${formatTable(rows.map((row) => ['', ...row]))}`;

/** What a check found, for people: a paragraph for each kind of finding. */
export function formatCheck(check: FileCheck): string {
  return paragraphs(
    section(
      'Missing columns:',
      check.missing.map(({ column, type, proposal }) => [
        column,
        type,
        proposal === null ? 'nothing in the file is like it' : `may be "${proposal}" of the file`,
      ]),
    ),
    section(
      'Columns under another name:',
      check.renamed.map(({ was, is }) => [is, `is taken for "${was}"`]),
    ),
    section(
      'Extra columns, which are not used:',
      check.extra.map((name) => [name]),
    ),
    section(
      'Values that cannot be read, and count as missing:',
      check.unreadable.map(({ column, rows, mostly, expected, examples }) => [
        column,
        `${rowsOf(rows)}${mostly ? ', most of them' : ''}`,
        `expected ${expected}`,
        examplesText(examples),
      ]),
    ),
    section(
      'Out of the range of the training rows:',
      check.outOfRange.map(({ column, rows, minimum, maximum, examples }) => [
        column,
        rowsOf(rows),
        `${minimum} to ${maximum}`,
        examplesText(examples),
      ]),
    ),
    section(
      'Words that training did not have:',
      check.unseen.map(({ column, rows, distinct, examples }) => [
        column,
        rowsOf(rows),
        `${String(distinct)} different`,
        examplesText(examples),
      ]),
    ),
    section(
      'Blank cells, which training had none of:',
      check.blank.map(({ column, rows }) => [column, rowsOf(rows)]),
    ),
  );
}
