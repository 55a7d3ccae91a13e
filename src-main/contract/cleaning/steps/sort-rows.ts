import { z } from 'zod';
import { defineStep, listed } from '../define';

export const sortRows = defineStep({
  kind: 'sort-rows',
  title: 'Sort rows',
  group: 'tables',
  purpose: 'Puts rows in order, such as by time. Missing values come last; equal rows keep their order.',
  effect: 'table',
  parameters: z.object({
    /** The first one counts most. */
    columns: z.array(z.string()).min(1),
    descending: z.boolean().default(false),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'By' },
    { control: 'toggle', name: 'descending', label: 'Largest first' },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, descending }) => `Sort by ${listed(columns)}${descending ? ', largest first' : ''}`,
  columns: ({ columns }) => columns,
});
