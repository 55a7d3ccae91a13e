import { z } from 'zod';
import { defineStep, listed } from '../define';

export const combineColumns = defineStep({
  kind: 'combine-columns',
  title: 'Combine columns',
  group: 'columns',
  purpose: 'Joins the values of several columns to one text. Missing values are passed over.',
  effect: 'columns',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    separator: z.string().max(100).default(' '),
    into: z.string().trim().min(1).max(200),
    keep: z.boolean().default(true),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns, in order' },
    { control: 'text', name: 'separator', label: 'Between them' },
    { control: 'text', name: 'into', label: 'New column' },
    { control: 'toggle', name: 'keep', label: 'Keep the columns' },
  ],
  begin: (chosen) => ({
    columns: chosen.map(({ name }) => name),
    into:
      chosen
        .map(({ name }) => name)
        .join(' ')
        .slice(0, 200) || 'combined',
  }),
  describe: ({ columns, into }) => `Combine ${listed(columns)} into ${into}`,
  columns: ({ columns }) => columns,
  makes: ({ columns, into }) => [{ name: into, from: columns }],
});
