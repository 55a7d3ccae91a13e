import { pivotLonger } from '../../../contract/cleaning/steps/pivot-longer';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { freeName, rowColumn, sqlTypes } from './table';
import type { ColumnKind } from './table';

/** The kind that holds values of all. */
function commonKind(kinds: readonly ColumnKind[]): ColumnKind {
  const [first = 'text', ...more] = new Set(kinds);
  if (more.length === 0) return first;
  return kinds.every((kind) => kind === 'integer' || kind === 'decimal') ? 'decimal' : 'text';
}

/** Each row becomes as many as there are columns, in their order. */
export const pivotLongerStep = implementStep(
  pivotLonger,
  plain(
    ({ columns, nameColumn, valueColumn, keepMissing }, table) => {
      const unique = [...new Set(columns)];
      const kept = table.columns.filter(({ name }) => !unique.includes(name));
      const clash = kept.find(({ name }) =>
        [nameColumn, valueColumn].some((one) => one.toLowerCase() === name.toLowerCase()),
      );
      if (clash !== undefined || nameColumn.toLowerCase() === valueColumn.toLowerCase()) {
        throw new StrongroomError('STEP_INVALID', 'Two columns would have the same name.', {
          expected: 'names that no other column has',
          received: clash?.name ?? nameColumn,
          next: 'Name the new columns differently.',
        });
      }
      const kind = commonKind(
        table.columns.flatMap(({ name, kind: of }) => (unique.includes(name) ? [of] : [])),
      );
      const row = identifier(rowColumn);
      const pair = identifier(
        freeName([...table.columns, { name: nameColumn, kind }, { name: valueColumn, kind }], '#pair'),
      );
      const pairs = unique.map(
        (name, index) =>
          `{'i': ${String(index)}, 'n': ${literal(name)}, 'v': CAST(${identifier(name)} AS ${sqlTypes[kind]})}`,
      );
      const others = kept.map(({ name }) => `${identifier(name)}, `).join('');
      const condition = keepMissing ? '' : ` WHERE ${pair}.v IS NOT NULL`;
      // The number of a new row follows from that of the old, so that nothing has to be sorted.
      return `SELECT ${others}${pair}.n AS ${identifier(nameColumn)}, ${pair}.v AS ${identifier(valueColumn)}, ${row} * ${String(unique.length)} + ${pair}.i AS ${row} FROM (SELECT ${others}${row}, unnest([${pairs.join(', ')}]) AS ${pair} FROM ${table.relation})${condition}`;
    },
    { keepsOrder: false },
  ),
);
