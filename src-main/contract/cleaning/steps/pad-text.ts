import { z } from 'zod';
import { defineStep, listed } from '../define';

export const padText = defineStep({
  kind: 'pad-text',
  title: 'Pad text',
  group: 'text',
  purpose: 'Fills texts up to one length, such as 00042 for a code that lost its zeros.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    length: z.number().int().min(1).max(1000).default(5),
    /** One character. */
    character: z.string().max(8).default('0'),
    side: z.enum(['start', 'end']).default('start'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    { control: 'number', name: 'length', label: 'Length', minimum: 1, maximum: 1000, whole: true },
    { control: 'text', name: 'character', label: 'Character' },
    {
      control: 'choice',
      name: 'side',
      label: 'Where',
      options: [
        { value: 'start', label: 'At the start' },
        { value: 'end', label: 'At the end' },
      ],
    },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, length, character, side }) =>
    `Pad ${listed(columns)} with "${character}" at the ${side} to ${String(length)} characters`,
  columns: ({ columns }) => columns,
});
