import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { sqlTypes } from './table';
import type { TableColumn } from './table';

/**
 * Mean or median of a column as SQL, in the type of the column: rounded for whole numbers, an instant for dates.
 * Throws STEP_INVALID when the column is neither.
 */
export function centre({ name, kind }: TableColumn, method: 'mean' | 'median'): string {
  const column = identifier(name);
  switch (kind) {
    case 'integer':
      return `round(${method}(${column}))::BIGINT`;
    case 'decimal':
      return `${method}(${column})`;
    case 'date':
    case 'datetime':
      return `make_timestamp(round(${method}(epoch_us(${column}::TIMESTAMP)))::BIGINT)::${sqlTypes[kind]}`;
    default:
      throw new StrongroomError(
        'STEP_INVALID',
        `The column ${name} has no ${method}: it is not a number or a date.`,
        {
          expected: 'columns of numbers or dates',
          received: `a column of kind ${kind}`,
          next: 'Take its most frequent value, or leave it out of the step.',
        },
      );
  }
}
