import { z } from 'zod';
import { defineStep, listed } from '../define';

export const trimText = defineStep({
  kind: 'trim-text',
  title: 'Trim text',
  group: 'text',
  purpose: 'Removes blanks that nobody sees, which make one category look like two.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** Whether blanks within the text become one as well. */
    inner: z.boolean().default(true),
    /** Whether a text of nothing but blanks becomes missing. */
    emptyIsMissing: z.boolean().default(true),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    {
      control: 'toggle',
      name: 'inner',
      label: 'Also within the text',
      help: 'Several blanks, tabs or line breaks in a row become one blank.',
    },
    {
      control: 'toggle',
      name: 'emptyIsMissing',
      label: 'Nothing left is missing',
      help: 'A cell of nothing but blanks becomes a missing value.',
    },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns }) => `Trim ${listed(columns)}`,
  columns: ({ columns }) => columns,
});
