import { z } from 'zod';
import { defineStep } from '../define';

export const extractText = defineStep({
  kind: 'extract-text',
  title: 'Extract text',
  group: 'text',
  purpose: 'Takes the part of a text that fits a pattern into a column of its own.',
  effect: 'columns',
  parameters: z.object({
    column: z.string(),
    pattern: z.string().min(1).max(1000),
    /** Group of the pattern that is taken; 0 for all that fits. */
    group: z.number().int().min(0).max(20).default(0),
    /** Of the new column. */
    into: z.string().trim().min(1).max(200),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column', types: ['category', 'text'] },
    {
      control: 'text',
      name: 'pattern',
      label: 'Regular expression',
      placeholder: '[0-9]+',
      help: 'In the syntax of RE2. Where nothing fits, the new cell is missing.',
    },
    {
      control: 'number',
      name: 'group',
      label: 'Group',
      minimum: 0,
      maximum: 20,
      whole: true,
      help: '0 takes all that fits; 1 what the first brackets of the pattern fit.',
    },
    { control: 'text', name: 'into', label: 'New column' },
  ],
  suits: ['category', 'text'],
  begin: ([chosen]) => ({
    column: chosen?.name ?? '',
    pattern: '[0-9]+',
    into: `${chosen?.name ?? 'text'} part`,
  }),
  describe: ({ column, pattern, into }) => `Extract what fits ${pattern} from ${column} into ${into}`,
  columns: ({ column }) => [column],
  makes: ({ column, into }) => [{ name: into, from: [column] }],
});
