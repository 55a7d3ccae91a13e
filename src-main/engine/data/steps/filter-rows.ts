import { z } from 'zod';
import { filterRows } from '../../../contract/cleaning/steps/filter-rows';
import { StrongroomError } from '../../../contract/errors';
import { conditionsSql, requirePatterns } from './conditions';
import { kindOfExpression, safeExpression } from './expressions';
import { implementStep } from './implement';

export const filterRowsStep = implementStep(filterRows, {
  learned: z.null(),
  // The most frequent values are found by a join.
  keepsOrder: false,
  async fit({ by, conditions, expression }, table) {
    if (by === 'conditions') {
      await requirePatterns(conditions, table);
      return null;
    }
    const kind = await kindOfExpression(safeExpression(expression), expression, table);
    if (kind === 'boolean') return null;
    throw new StrongroomError('STEP_INVALID', 'The expression is not true or false.', {
      expected: 'a comparison, such as "price" > 0',
      received: `${expression}, which is of the kind ${kind}`,
      next: 'Compare it with something.',
    });
  },
  sql({ by, conditions, expression, action }, table) {
    const fulfilled =
      by === 'conditions'
        ? conditionsSql(conditions, table)
        : `coalesce(${safeExpression(expression)}, false)`;
    return `SELECT * FROM ${table.relation} WHERE ${action === 'keep' ? '' : 'NOT '}${fulfilled}`;
  },
});
