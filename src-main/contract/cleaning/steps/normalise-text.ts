import { z } from 'zod';
import { defineStep, listed } from '../define';

export const normaliseText = defineStep({
  kind: 'normalise-text',
  title: 'Normalise text',
  group: 'text',
  purpose: 'Makes texts alike that look the same but are stored in different characters.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** Whether typographic quotes, dashes and dots become those of the keyboard. */
    plainMarks: z.boolean().default(true),
    /** Whether letters lose their accents: é becomes e. */
    removeAccents: z.boolean().default(false),
  }),
  fields: [
    {
      control: 'columns',
      name: 'columns',
      label: 'Columns',
      types: ['category', 'text'],
      help: 'Letters and their accents are always joined to one character (Unicode NFC).',
    },
    {
      control: 'toggle',
      name: 'plainMarks',
      label: 'Plain quotes and dashes',
      help: 'Typographic quotes, dashes and ellipses become those of the keyboard.',
    },
    {
      control: 'toggle',
      name: 'removeAccents',
      label: 'Remove accents',
      help: 'é becomes e, ü becomes u. Letters of their own, such as ø, stay.',
    },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, removeAccents }) =>
    `Normalise the characters of ${listed(columns)}${removeAccents ? ', without accents' : ''}`,
  columns: ({ columns }) => columns,
});
