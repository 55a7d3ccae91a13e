import { z } from 'zod';
import { defineStep, listed } from '../define';

export const dropColumns = defineStep({
  kind: 'drop-columns',
  title: 'Drop columns',
  group: 'columns',
  purpose:
    'Takes columns away that are of no use. To keep one but not learn from it, ignore it under Columns.',
  effect: 'columns',
  parameters: z.object({ columns: z.array(z.string()).min(1) }),
  fields: [{ control: 'columns', name: 'columns', label: 'Columns' }],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns }) => `Drop ${listed(columns)}`,
  columns: ({ columns }) => columns,
});
