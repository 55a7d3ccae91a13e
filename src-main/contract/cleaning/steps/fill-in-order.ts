import { z } from 'zod';
import { defineStep, listed } from '../define';

const words = {
  forward: 'from the row before',
  backward: 'from the row after',
  interpolate: 'on the line between its neighbours',
} as const;

export const fillInOrder = defineStep({
  kind: 'fill-in-order',
  title: 'Fill from rows nearby',
  group: 'missing',
  purpose: 'Fills gaps in series, such as measurements over time, from the rows before and after.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    method: z.enum(['forward', 'backward', 'interpolate']).default('forward'),
    /** The column that orders the rows; null for the order of the file. */
    order: z.string().nullable().default(null),
    /** Each combination of values is a series of its own. */
    within: z.array(z.string()).default([]),
    /** At most so many cells in a row are filled; null for all. */
    limit: z.number().int().min(1).max(1_000_000).nullable().default(null),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns' },
    {
      control: 'choice',
      name: 'method',
      label: 'Fill',
      options: [
        { value: 'forward', label: 'From the row before' },
        { value: 'backward', label: 'From the row after' },
        { value: 'interpolate', label: 'On the line between them', note: 'numbers and dates' },
      ],
    },
    { control: 'column', name: 'order', label: 'In the order of', optional: 'the order of the file' },
    { control: 'columns', name: 'within', label: 'Within each', emptyMeans: 'one series' },
    {
      control: 'number',
      name: 'limit',
      label: 'At most',
      minimum: 1,
      whole: true,
      emptyMeans: 'no limit',
      help: 'How many missing cells in a row are filled from one value.',
      when: { name: 'method', is: ['forward', 'backward'] },
    },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, method, order, within }) =>
    `Fill missing ${listed(columns)} ${words[method]}${order === null ? '' : ` in the order of ${order}`}${within.length === 0 ? '' : ` within each ${listed(within)}`}`,
  columns: ({ columns, order, within }) => [...columns, ...within, ...(order === null ? [] : [order])],
  makes: ({ columns, order, within }) =>
    columns.map((name) => ({ name, from: [name, ...within, ...(order === null ? [] : [order])] })),
});
