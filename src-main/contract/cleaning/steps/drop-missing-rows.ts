import { z } from 'zod';
import { defineStep, listed } from '../define';

export const dropMissingRows = defineStep({
  kind: 'drop-missing-rows',
  title: 'Drop rows with missing values',
  group: 'missing',
  purpose: 'Leaves out rows that lack values. Filling keeps more rows to learn from.',
  effect: 'rows',
  parameters: z.object({
    /** None for all columns. */
    columns: z.array(z.string()).default([]),
    when: z.enum(['any', 'all']).default('any'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Missing in', emptyMeans: 'all columns' },
    {
      control: 'choice',
      name: 'when',
      label: 'Drop a row when',
      options: [
        { value: 'any', label: 'Any of them is missing' },
        { value: 'all', label: 'All of them are missing' },
      ],
    },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, when }) =>
    columns.length === 0
      ? `Drop rows in which ${when === 'any' ? 'anything' : 'everything'} is missing`
      : `Drop rows in which ${columns.length === 1 ? '' : `${when} of `}${listed(columns)} ${when === 'all' && columns.length > 1 ? 'are' : 'is'} missing`,
  columns: ({ columns }) => columns,
});
