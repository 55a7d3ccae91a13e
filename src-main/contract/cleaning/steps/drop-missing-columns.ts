import { z } from 'zod';
import { defineStep, listed } from '../define';

export const dropMissingColumns = defineStep({
  kind: 'drop-missing-columns',
  title: 'Drop columns that are mostly missing',
  group: 'missing',
  purpose: 'Takes columns away in which too few rows have a value to learn from.',
  effect: 'columns',
  parameters: z.object({
    /** Those that are looked at; none for all. */
    columns: z.array(z.string()).default([]),
    /** A column goes when a larger share of its rows is missing. */
    share: z.number().min(0).lt(1).default(0.5),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Look at', emptyMeans: 'all columns' },
    {
      control: 'number',
      name: 'share',
      label: 'Drop above',
      minimum: 0,
      maximum: 1,
      help: 'The share of rows that may be missing: 0.5 is half of them.',
    },
  ],
  begin: () => ({}),
  describe: ({ columns, share }) =>
    `Drop ${columns.length === 0 ? 'columns' : `those of ${listed(columns)}`} with more than ${String(Number((share * 100).toFixed(4)))}% missing`,
  columns: ({ columns }) => columns,
});
