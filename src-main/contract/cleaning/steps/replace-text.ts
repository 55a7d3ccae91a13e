import { z } from 'zod';
import { defineStep, listed } from '../define';

export const replaceText = defineStep({
  kind: 'replace-text',
  title: 'Find and replace',
  group: 'text',
  purpose: 'Replaces a text, or whatever fits a pattern, by another text.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    find: z.string().min(1).max(1000),
    replacement: z.string().max(1000).default(''),
    pattern: z.boolean().default(false),
    /** Whether the whole cell has to be, or fit, what is sought. */
    whole: z.boolean().default(false),
    matchCase: z.boolean().default(true),
    emptyIsMissing: z.boolean().default(true),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    { control: 'text', name: 'find', label: 'Find' },
    {
      control: 'text',
      name: 'replacement',
      label: 'Replace with',
      help: 'With a regular expression, \\1 is its first group and \\0 all that was found.',
    },
    { control: 'toggle', name: 'pattern', label: 'Regular expression', help: 'In the syntax of RE2.' },
    { control: 'toggle', name: 'whole', label: 'Whole cells only' },
    { control: 'toggle', name: 'matchCase', label: 'Match case' },
    { control: 'toggle', name: 'emptyIsMissing', label: 'Nothing left is missing' },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name), find: ' ' }),
  describe: ({ columns, find, replacement, pattern }) =>
    `Replace ${pattern ? `what fits ${find}` : `"${find}"`} in ${listed(columns)} with ${replacement === '' ? 'nothing' : `"${replacement}"`}`,
  columns: ({ columns }) => columns,
});
