import type { Warning } from '../../../contract/schemas/common';
import type { UnreadableCell } from '../../../contract/schemas/decisions';
import type { Database } from '../database';
import type { Typing } from './convert';
import { isOneOf } from './missing';
import { findRows, rowsInWords, textsInWords } from './questions';
import { rawColumns } from './relation';

/** Values that are named of each column; all are counted. */
const namedOfColumn = 50;

/** A value that does not follow the type its column was given; its line is found later. */
export type UnreadableValue = Omit<UnreadableCell, 'line'>;

/** Counts and names the values of a relation of raw text that do not follow the type their column was given. */
export async function findUnreadable(
  database: Database,
  relation: string,
  typing: Typing,
): Promise<{ warnings: Warning[]; unreadable: UnreadableValue[] }> {
  const asked = rawColumns(typing.names.length).flatMap((x, i) => {
    const form = typing.forms[i];
    if (form === undefined || typing.given[i] !== true || form.sql('x') === 'x') return [];
    const { values } = typing.columnMissing[i] ?? typing.missing;
    const sql = `${x} IS NOT NULL AND NOT ${isOneOf(x, values)} AND (${form.sql(x)}) IS NULL`;
    return [{ column: x, sql, name: typing.names[i] ?? '', type: form.type }];
  });
  const found = await findRows(database, relation, asked, namedOfColumn);
  const warnings: Warning[] = [];
  const unreadable: UnreadableValue[] = [];
  asked.forEach(({ name, type }, i) => {
    const { rows = 0, examples = [] } = found[i] ?? {};
    if (rows === 0) return;
    const first = { rows, examples: examples.slice(0, 3) };
    warnings.push({
      code: 'UNREADABLE_VALUES',
      message:
        rows === 1
          ? `One value of "${name}" is no ${type} and counts as missing: ${textsInWords(first)} (${rowsInWords(first)}).`
          : `${rows} values of "${name}" are no ${type} and count as missing: ${textsInWords(first)} (${rowsInWords(first)}).`,
      column: name,
      rows,
      next: 'Choose the type category to keep them as they are.',
    });
    for (const { row, text } of examples)
      unreadable.push({ row, column: name, value: text, reason: `no ${type}` });
  });
  return { warnings, unreadable };
}
