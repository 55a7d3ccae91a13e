import { tokensOf } from '../../../contract/cleaning/expression';
import { StrongroomError } from '../../../contract/errors';
import { firstLine } from '../database';
import { identifier } from '../sql';
import { kindOf } from './table';
import type { ColumnKind, StepTable } from './table';

/**
 * An expression that a person wrote, put together anew from its parts, so that nothing else gets into a query; a row for
 * which it fails gets NULL. Throws STEP_INVALID.
 */
export function safeExpression(expression: string): string {
  const parts = tokensOf(expression).map(({ kind, text }) => (kind === 'column' ? identifier(text) : text));
  return `TRY(${parts.join(' ')})`;
}

/** The kind of what an expression gives. Throws STEP_INVALID when DuckDB cannot make sense of it. */
export async function kindOfExpression(
  sql: string,
  expression: string,
  { database, relation }: StepTable,
): Promise<ColumnKind> {
  try {
    const [found = {}] = await database.rows(`DESCRIBE SELECT ${sql} AS value FROM ${relation}`);
    return kindOf(String(found['column_type']));
  } catch (error) {
    if (!(error instanceof Error) || !/^(Binder|Parser|Conversion|Invalid Input|Catalog)/.test(error.message))
      throw error;
    const why = firstLine(error.message).replace(/^[A-Z][A-Za-z ]* Error: /, '');
    throw new StrongroomError('STEP_INVALID', `The expression cannot be used: ${why}`, {
      expected: 'one expression over the columns of a row, such as "price" / "area"',
      received: expression,
      next: 'Correct the expression. Columns stand in double quotes, texts in single ones.',
      cause: error,
    });
  }
}
