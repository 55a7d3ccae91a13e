import { z } from 'zod';
import { fillMissing } from '../../../contract/cleaning/steps/fill-missing';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { freeName, sqlTypes } from './table';
import type { StepTable, TableColumn } from './table';
import { typedValue } from './values';

/** The value of each column as text; null where every row lacks it. */
const learned = z.record(z.string(), z.string().nullable());

function measured({ name, kind }: TableColumn, method: 'mean' | 'median' | 'mode'): string {
  const column = identifier(name);
  if (method === 'mode') {
    // Ties go to the smallest value, so that the same rows always give the same.
    return `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT 1)`;
  }
  if (kind === 'text' || kind === 'boolean') {
    throw new StrongroomError(
      'STEP_INVALID',
      `The column ${name} has no ${method}: it is not a number or a date.`,
      {
        expected: 'columns of numbers or dates',
        received: `a column of kind ${kind}`,
        next: 'Fill it with its most frequent value, or leave it out of the step.',
      },
    );
  }
  if (kind === 'integer') return `(SELECT round(${method}(${column}))::BIGINT FROM source)`;
  if (kind === 'decimal') return `(SELECT ${method}(${column}) FROM source)`;
  return `(SELECT make_timestamp(round(${method}(epoch_us(${column}::TIMESTAMP)))::BIGINT)::${sqlTypes[kind]} FROM source)`;
}

const chosen = (columns: readonly string[], table: StepTable): TableColumn[] =>
  table.columns.filter(({ name }) => columns.includes(name));

export const fillMissingStep = implementStep(fillMissing, {
  learned,
  keepsOrder: true,
  async fit({ columns, method }, table) {
    if (method === 'constant') return {};
    const wanted = chosen(columns, table);
    const list = wanted.map(
      (column, index) => `CAST(${measured(column, method)} AS VARCHAR) AS "${String(index)}"`,
    );
    const [found = {}] = await table.database.rows(
      `WITH source AS (SELECT * FROM ${table.relation}) SELECT ${list.join(', ')}`,
    );
    return Object.fromEntries(
      wanted.map(({ name }, index) => {
        const value = found[String(index)];
        return [name, typeof value === 'string' ? value : null];
      }),
    );
  },
  sql({ columns, method, value, indicator }, table, values) {
    const wanted = chosen(columns, table);
    const changes = wanted.flatMap((column): string[] => {
      const name = identifier(column.name);
      if (method === 'constant') return [`coalesce(${name}, ${typedValue(column, value)}) AS ${name}`];
      const text = values[column.name] ?? null;
      if (text === null) return [];
      return [`coalesce(${name}, CAST(${literal(text)} AS ${sqlTypes[column.kind]})) AS ${name}`];
    });
    const marks = indicator
      ? wanted.map(
          ({ name }) =>
            `, ${identifier(name)} IS NULL AS ${identifier(freeName(table.columns, `${name} is missing`))}`,
        )
      : [];
    const replaced = changes.length === 0 ? '*' : `* REPLACE (${changes.join(', ')})`;
    return `SELECT ${replaced}${marks.join('')} FROM ${table.relation}`;
  },
});
