import { z } from 'zod';
import { defineStep, listed } from '../define';

const words = {
  lower: 'lower case',
  upper: 'upper case',
  title: 'Title Case',
  sentence: 'Sentence case',
} as const;

export const changeCase = defineStep({
  kind: 'change-case',
  title: 'Change case',
  group: 'text',
  purpose: 'Makes texts alike that differ in small and capital letters only.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** `title`: each word begins with a capital. `sentence`: the first letter is a capital. The rest is small. */
    to: z.enum(['lower', 'upper', 'title', 'sentence']).default('lower'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    {
      control: 'choice',
      name: 'to',
      label: 'Case',
      options: [
        { value: 'lower', label: 'lower case' },
        { value: 'upper', label: 'UPPER CASE' },
        { value: 'title', label: 'Title Case' },
        { value: 'sentence', label: 'Sentence case' },
      ],
    },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, to }) => `Write ${listed(columns)} in ${words[to]}`,
  columns: ({ columns }) => columns,
});
