import { z } from 'zod';
import { defineStep } from '../define';

export const sampleRows = defineStep({
  kind: 'sample-rows',
  title: 'Sample rows',
  group: 'rows',
  purpose: 'Keeps a part of the rows that is drawn at random, the same each time.',
  effect: 'rows',
  parameters: z.object({
    by: z.enum(['share', 'count']).default('share'),
    /** Above 0, at most 1. */
    share: z.number().positive().max(1).default(0.1),
    count: z.number().int().min(1).max(1e9).default(10_000),
    /** Another number draws other rows. */
    seed: z.number().int().min(0).max(1e9).default(1),
  }),
  fields: [
    {
      control: 'choice',
      name: 'by',
      label: 'Keep',
      options: [
        { value: 'share', label: 'A share of the rows' },
        { value: 'count', label: 'A number of rows' },
      ],
    },
    {
      control: 'number',
      name: 'share',
      label: 'Share',
      minimum: 0.000001,
      maximum: 1,
      help: '0.1 keeps about one row in ten.',
      when: { name: 'by', is: ['share'] },
    },
    {
      control: 'number',
      name: 'count',
      label: 'Rows',
      minimum: 1,
      maximum: 1e9,
      whole: true,
      when: { name: 'by', is: ['count'] },
    },
    {
      control: 'number',
      name: 'seed',
      label: 'Seed',
      minimum: 0,
      maximum: 1e9,
      whole: true,
      help: 'Another number draws other rows.',
    },
  ],
  begin: () => ({}),
  describe: ({ by, share, count }) =>
    by === 'share'
      ? `Keep ${String(Number((share * 100).toPrecision(6)))} % of the rows, at random`
      : `Keep ${String(count)} rows, at random`,
  columns: () => [],
});
