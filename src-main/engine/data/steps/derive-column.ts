import { z } from 'zod';
import type { deriveColumn as Definition } from '../../../contract/cleaning/steps/derive-column';
import { deriveColumn } from '../../../contract/cleaning/steps/derive-column';
import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { kindOfExpression, safeExpression } from './expressions';
import { implementStep } from './implement';
import { newColumn } from './new-column';
import { sqlTypes } from './table';

type Parameters = z.output<(typeof Definition)['parameters']>;

function expressionOf({ form, expression, first, second }: Parameters): string {
  if (form === 'expression') return safeExpression(expression);
  if (first === null || (second === null && form !== 'log')) {
    throw new StrongroomError('STEP_INVALID', 'A column to derive from is not chosen.', {
      expected: form === 'log' ? 'one column' : 'two columns',
      received: first === null ? 'no column' : first,
      next: 'Choose the columns in the step.',
    });
  }
  const [a, b] = [identifier(first), identifier(second ?? first)];
  const forms = {
    difference: `${a} - ${b}`,
    ratio: `${a}::DOUBLE / ${b}::DOUBLE`,
    log: `ln(1 + ${a}::DOUBLE)`,
    days: `(epoch(${b}::TIMESTAMP) - epoch(${a}::TIMESTAMP)) / 86400`,
  };
  return `TRY(${forms[form]})`;
}

export const deriveColumnStep = implementStep(deriveColumn, {
  learned: z.enum(['integer', 'decimal', 'boolean', 'date', 'datetime', 'text']),
  keepsOrder: true,
  fit: (parameters, table) => {
    const sql = expressionOf(parameters);
    return kindOfExpression(sql, parameters.form === 'expression' ? parameters.expression : sql, table);
  },
  sql(parameters, table, kind) {
    const name = newColumn(parameters.into, table.columns);
    const value = `TRY_CAST(${expressionOf(parameters)} AS ${sqlTypes[kind]})`;
    // Division by zero gives infinity, which is no number to learn from.
    const finite = kind === 'decimal' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
    return `SELECT *, ${finite} AS ${name} FROM ${table.relation}`;
  },
});
