import { fillInOrder } from '../../../contract/cleaning/steps/fill-in-order';
import { identifier } from '../sql';
import { StrongroomError } from '../../../contract/errors';
import { implementStep } from './implement';
import { plain } from './plain';
import { freeName, rowColumn, sqlTypes } from './table';
import type { TableColumn } from './table';

/** A number or an instant as a number, for drawing a line through it. */
function asNumber({ kind }: TableColumn, expression: string): string {
  return kind === 'date' || kind === 'datetime'
    ? `epoch_us(${expression}::TIMESTAMP)::DOUBLE`
    : `${expression}::DOUBLE`;
}

function asKind({ kind }: TableColumn, number: string): string {
  if (kind === 'integer') return `round(${number})::BIGINT`;
  return kind === 'decimal' ? number : `make_timestamp(round(${number})::BIGINT)::${sqlTypes[kind]}`;
}

const isMeasured = ({ kind }: TableColumn): boolean => kind !== 'text' && kind !== 'boolean';

/** Throws STEP_INVALID when no line can be drawn through a column. */
function requireMeasured(column: TableColumn): void {
  if (isMeasured(column)) return;
  throw new StrongroomError('STEP_INVALID', `There is no line through ${column.name}.`, {
    expected: 'columns of numbers or dates',
    received: `a column of kind ${column.kind}`,
    next: 'Fill it from the row before, or leave it out of the step.',
  });
}

/** How series are filled: as pandas' ffill, bfill and interpolate (linear; by the index where a column orders). */
export const fillInOrderStep = implementStep(
  fillInOrder,
  plain(
    ({ columns, method, order, within, limit }, table) => {
      const partition = within.length === 0 ? '' : `PARTITION BY ${within.map(identifier).join(', ')} `;
      const row = identifier(rowColumn);
      const keys = order === null ? row : `${identifier(order)} NULLS LAST, ${row}`;
      const over = (frame: string): string => `OVER (${partition}ORDER BY ${keys} ROWS BETWEEN ${frame})`;
      const reach = limit === null ? 'UNBOUNDED' : String(limit);
      const before = over(`${method === 'forward' ? reach : 'UNBOUNDED'} PRECEDING AND CURRENT ROW`);
      const after = over(`CURRENT ROW AND ${method === 'backward' ? reach : 'UNBOUNDED'} FOLLOWING`);
      const wanted = table.columns.filter(({ name }) => columns.includes(name));
      if (method !== 'interpolate') {
        const changes = wanted.map(({ name }) => {
          const column = identifier(name);
          const value =
            method === 'forward'
              ? `last_value(${column} IGNORE NULLS) ${before}`
              : `first_value(${column} IGNORE NULLS) ${after}`;
          return `${value} AS ${column}`;
        });
        return `SELECT * REPLACE (${changes.join(', ')}) FROM ${table.relation}`;
      }
      wanted.forEach(requireMeasured);
      const ordering = table.columns.find(({ name }) => name === order);
      if (ordering !== undefined) requireMeasured(ordering);
      const place = identifier(freeName(table.columns, '#place'));
      const position =
        ordering === undefined
          ? `row_number() OVER (${partition}ORDER BY ${keys})::DOUBLE`
          : asNumber(ordering, identifier(ordering.name));
      const changes = wanted.map((column) => {
        const name = identifier(column.name);
        const value = asNumber(column, name);
        const at = `CASE WHEN ${name} IS NOT NULL THEN ${place} END`;
        const [fromValue, fromPlace] = [value, at].map((x) => `last_value(${x} IGNORE NULLS) ${before}`);
        const [toValue, toPlace] = [value, at].map((x) => `first_value(${x} IGNORE NULLS) ${after}`);
        const share = `coalesce((${place} - ${fromPlace ?? ''}) / nullif(${toPlace ?? ''} - ${fromPlace ?? ''}, 0), 0)`;
        const line = `${fromValue ?? ''} + (${toValue ?? ''} - ${fromValue ?? ''}) * ${share}`;
        return `CASE WHEN ${name} IS NOT NULL OR ${place} IS NULL THEN ${name} ELSE ${asKind(column, line)} END AS ${name}`;
      });
      return `SELECT * EXCLUDE (${place}) REPLACE (${changes.join(', ')}) FROM (SELECT *, ${position} AS ${place} FROM ${table.relation})`;
    },
    { keepsOrder: false },
  ),
);
