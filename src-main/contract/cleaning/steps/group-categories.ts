import { z } from 'zod';
import { defineStep } from '../define';

export const groupCategories = defineStep({
  kind: 'group-categories',
  title: 'Group misspelt categories',
  group: 'categories',
  purpose: 'Makes one spelling of several that mean the same. A proposal is made for you to edit.',
  effect: 'cells',
  parameters: z.object({
    column: z.string().min(1),
    /** Each text of `from` becomes `to`. */
    groups: z
      .array(z.object({ to: z.string().max(1000), from: z.array(z.string()).max(100_000) }))
      .max(20_000)
      .default([]),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column', types: ['category', 'text'] },
    { control: 'groups', name: 'groups', label: 'Spellings that become one' },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ column: chosen[0]?.name ?? '', groups: [] }),
  describe: ({ column, groups }) => {
    const spellings = groups.reduce((sum, { to, from }) => sum + new Set([to, ...from]).size, 0);
    return `Make ${String(groups.length)} of ${String(spellings)} spellings in ${column}`;
  },
  columns: ({ column }) => [column],
});
