import { StrongroomError } from '../../../contract/errors';
import { literal } from '../sql';
import { sqlTypes } from './table';
import type { TableColumn } from './table';

const examples = {
  integer: 'a whole number such as 42',
  decimal: 'a number such as 0.5',
  boolean: 'true or false',
  date: 'a date such as 2024-12-31',
  datetime: 'a date and time such as 2024-12-31 18:30',
  text: 'any text',
} as const;

const forms = {
  integer: /^[+-]?\d{1,18}$/,
  decimal: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  boolean: /^(true|false)$/i,
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/,
  text: /^[^]*$/,
} as const;

/** A value that the person typed, as SQL of the column's kind. Throws STEP_INVALID when it cannot be one. */
export function typedValue({ name, kind }: TableColumn, value: string): string {
  const text = kind === 'text' ? value : value.trim();
  if (!forms[kind].test(text)) {
    throw new StrongroomError('STEP_INVALID', `"${value}" cannot stand in the column ${name}.`, {
      expected: examples[kind],
      received: value,
      next: 'Type another value, or change the type of the column in a step before.',
    });
  }
  return `CAST(${literal(text)} AS ${sqlTypes[kind]})`;
}
