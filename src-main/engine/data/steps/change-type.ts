import { changeType } from '../../../contract/cleaning/steps/change-type';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing, sqlTypes } from './table';
import type { ColumnKind, TableColumn } from './table';

/** A number as a person would write it: without the .0 of a whole one. */
export const written = (column: string, kind: ColumnKind): string =>
  kind === 'decimal'
    ? `regexp_replace(CAST(${column} AS VARCHAR), '\\.0$', '')`
    : `CAST(${column} AS VARCHAR)`;

const cannot = (name: string, kind: ColumnKind, to: ColumnKind): StrongroomError =>
  new StrongroomError('STEP_INVALID', `The column ${name} cannot be changed to the type ${to}.`, {
    expected: 'texts, or values that have a counterpart in the other type',
    received: `a column of the type ${kind}`,
    next:
      to === 'date' || to === 'datetime'
        ? 'Read numbers as days of Excel with the step "Parse dates".'
        : 'Derive a column instead, such as the year of a date.',
  });

/** The values of a column in another kind, as SQL; NULL where they have none. Throws STEP_INVALID. */
export function converted(
  { name, kind }: TableColumn,
  to: ColumnKind,
  words: { yes: readonly string[]; no: readonly string[] },
): string {
  const column = identifier(name);
  if (kind === to) return column;
  if (to === 'text') return written(column, kind);
  const isTime = kind === 'date' || kind === 'datetime';
  const text = `trim(${column})`;
  const fits = (pattern: string, value: string): string =>
    `CASE WHEN regexp_full_match(${text}, ${literal(pattern)}) THEN ${value} END`;
  const number = fits(
    '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?',
    `nullif(abs(TRY_CAST(${text} AS DOUBLE)), 'inf'::DOUBLE) * CASE WHEN starts_with(${text}, '-') THEN -1 ELSE 1 END`,
  );
  const whole = (value: string): string =>
    `CASE WHEN ${value} = trunc(${value}) THEN TRY_CAST(${value} AS BIGINT) END`;
  if (to === 'date' || to === 'datetime') {
    if (isTime) return `CAST(${column} AS ${sqlTypes[to]})`;
    if (kind !== 'text') throw cannot(name, kind, to);
    const iso = '\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?)?';
    return `CAST(${fits(iso, `TRY_CAST(${text} AS TIMESTAMP)`)} AS ${sqlTypes[to]})`;
  }
  if (isTime) throw cannot(name, kind, to);
  if (to === 'decimal') return kind === 'text' ? number : `CAST(${column} AS DOUBLE)`;
  if (to === 'integer') {
    if (kind === 'decimal') return whole(column);
    if (kind !== 'text') return `CAST(${column} AS BIGINT)`;
    return `coalesce(${fits('[+-]?\\d+', `TRY_CAST(${text} AS BIGINT)`)}, ${whole(`(${number})`)})`;
  }
  const list = (texts: readonly string[]): string =>
    ['NULL', ...texts.map((word) => literal(word.trim().toLowerCase()))].join(', ');
  const word = `lower(${kind === 'text' ? text : written(column, kind)})`;
  return `CASE WHEN ${word} IN (${list(words.yes)}) THEN true WHEN ${word} IN (${list(words.no)}) THEN false END`;
}

export const changeTypeStep = implementStep(
  changeType,
  plain(({ columns, to, trueWords, falseWords }, table) => {
    const wanted = new Set(columns);
    const words = { yes: trueWords, no: falseWords };
    return replacing(
      table.relation,
      table.columns
        .filter(({ name }) => wanted.has(name))
        .map((column) => [column.name, converted(column, to, words)]),
    );
  }),
);
