import { z } from 'zod';
import { defineStep, listed } from '../define';

export const keepColumns = defineStep({
  kind: 'keep-columns',
  title: 'Keep and order columns',
  group: 'columns',
  purpose: 'Puts columns in an order, and leaves out the others when that is wanted.',
  effect: 'columns',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    others: z.enum(['after', 'drop']).default('drop'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns, in order' },
    {
      control: 'choice',
      name: 'others',
      label: 'The other columns',
      options: [
        { value: 'drop', label: 'Are dropped' },
        { value: 'after', label: 'Come after them' },
      ],
    },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, others }) =>
    others === 'drop' ? `Keep only ${listed(columns)}` : `Put ${listed(columns)} first`,
  columns: ({ columns }) => columns,
});
