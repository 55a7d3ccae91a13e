import { z } from 'zod';
import { defineStep, listed } from '../define';

export const removeDuplicates = defineStep({
  kind: 'remove-duplicates',
  title: 'Remove duplicate rows',
  group: 'rows',
  purpose: 'Keeps one of several equal rows, so that none is both learned from and tested on.',
  effect: 'rows',
  parameters: z.object({
    /** That have to be equal; none for all columns. */
    columns: z.array(z.string()).default([]),
    keep: z.enum(['first', 'last']).default('first'),
  }),
  fields: [
    {
      control: 'columns',
      name: 'columns',
      label: 'Equal in',
      emptyMeans: 'all columns',
      help: 'Rows that are equal in these columns count as one.',
    },
    {
      control: 'choice',
      name: 'keep',
      label: 'Keep',
      options: [
        { value: 'first', label: 'The first' },
        { value: 'last', label: 'The last' },
      ],
    },
  ],
  begin: () => ({}),
  describe: ({ columns }) =>
    columns.length === 0 ? 'Remove duplicate rows' : `Remove rows that repeat ${listed(columns)}`,
  columns: ({ columns }) => columns,
});
