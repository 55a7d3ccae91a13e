import { z } from 'zod';
import { columnsOfConditions, conditionGroupSchema, describeConditions } from '../conditions';
import { defineStep } from '../define';
import { columnsIn } from '../expression';

export const filterRows = defineStep({
  kind: 'filter-rows',
  title: 'Filter rows',
  group: 'rows',
  purpose: 'Keeps the rows that fulfil conditions, or leaves them out.',
  effect: 'rows',
  parameters: z.object({
    by: z.enum(['conditions', 'expression']).default('conditions'),
    conditions: conditionGroupSchema.default({ join: 'and', conditions: [] }),
    expression: z.string().max(5000).default(''),
    action: z.enum(['keep', 'drop']).default('keep'),
  }),
  fields: [
    {
      control: 'choice',
      name: 'action',
      label: 'Rows that fulfil it',
      options: [
        { value: 'keep', label: 'Are kept' },
        { value: 'drop', label: 'Are left out' },
      ],
    },
    {
      control: 'choice',
      name: 'by',
      label: 'By',
      options: [
        { value: 'conditions', label: 'Conditions' },
        { value: 'expression', label: 'An expression' },
      ],
    },
    {
      control: 'conditions',
      name: 'conditions',
      label: 'Conditions',
      when: { name: 'by', is: ['conditions'] },
    },
    {
      control: 'text',
      name: 'expression',
      label: 'Expression',
      lines: 3,
      placeholder: `"price" > 0 AND "city" = 'Rome'`,
      help: 'In SQL: columns in double quotes, texts in single ones.',
      when: { name: 'by', is: ['expression'] },
    },
  ],
  begin: ([first]) => ({
    conditions: {
      join: 'and' as const,
      conditions:
        first === undefined ? [] : [{ column: first.name, operator: 'not-missing' as const, values: [] }],
    },
  }),
  describe: ({ by, conditions, expression, action }) =>
    `${action === 'keep' ? 'Keep' : 'Leave out'} rows where ${by === 'conditions' ? describeConditions(conditions) : expression}`,
  columns: ({ by, conditions, expression }) =>
    by === 'conditions' ? columnsOfConditions(conditions) : columnsIn(expression),
});
