import { z } from 'zod';
import { defineStep, listed } from '../define';

/** How far a number that was multiplied by a power of ten may be from what a person meant, as a share of it: two bits. */
export const hair = 2.3e-16;
/** Larger numbers are taken as they are. */
export const largestMeant = 1e12;

export const roundNumbers = defineStep({
  kind: 'round-numbers',
  title: 'Round numbers',
  group: 'types',
  purpose: 'Cuts digits off that mean nothing.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** After the decimal point; -2 for hundreds. */
    digits: z.number().int().min(-12).max(12).default(0),
    direction: z.enum(['nearest', 'down', 'up']).default('nearest'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['integer', 'decimal'] },
    {
      control: 'number',
      name: 'digits',
      label: 'Decimals',
      minimum: -12,
      maximum: 12,
      whole: true,
      help: '-2 rounds to hundreds.',
    },
    {
      control: 'choice',
      name: 'direction',
      label: 'Round',
      options: [
        { value: 'nearest', label: 'To the nearest', note: 'halves away from zero' },
        { value: 'down', label: 'Down' },
        { value: 'up', label: 'Up' },
      ],
    },
  ],
  suits: ['integer', 'decimal'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, digits }) => `Round ${listed(columns)} to ${String(digits)} decimals`,
  columns: ({ columns }) => columns,
});
