import { z } from 'zod';
import { defineStep, listed } from '../define';

export const renameColumns = defineStep({
  kind: 'rename-columns',
  title: 'Rename columns',
  group: 'columns',
  purpose: 'Gives columns other names. Names may be exchanged.',
  effect: 'columns',
  parameters: z.object({
    names: z.array(z.object({ from: z.string(), to: z.string().trim().min(1).max(200) })).min(1),
  }),
  fields: [
    {
      control: 'pairs',
      name: 'names',
      label: 'Columns',
      from: 'Column',
      to: 'New name',
      fromColumns: true,
    },
  ],
  begin: (chosen) => ({ names: chosen.map(({ name }) => ({ from: name, to: name })) }),
  describe: ({ names }) =>
    names.length === 1
      ? `Rename ${names[0]?.from ?? ''} to ${names[0]?.to ?? ''}`
      : `Rename ${listed(names.map(({ from }) => from))}`,
  columns: ({ names }) => names.map(({ from }) => from),
  makes: ({ names }) => names.map(({ from, to }) => ({ name: to, from: [from] })),
});
