import { z } from 'zod';
import { defineStep, listed } from '../define';

export const fillFromNeighbours = defineStep({
  kind: 'fill-from-neighbours',
  title: 'Fill from similar rows',
  group: 'missing',
  purpose: 'Fills a value from the rows that are most alike in other columns (k nearest neighbours).',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** Columns by which rows are compared, beside those that are filled; none for all. */
    by: z.array(z.string()).default([]),
    neighbours: z.number().int().min(1).max(100).default(5),
    weights: z.enum(['uniform', 'distance']).default('uniform'),
    /** How many rows, drawn at random, neighbours are looked for among. */
    donors: z.number().int().min(10).max(5000).default(1000),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns' },
    {
      control: 'columns',
      name: 'by',
      label: 'Alike in',
      emptyMeans: 'all columns',
      help: 'Numbers are compared by their distance, categories by whether they are equal.',
    },
    { control: 'number', name: 'neighbours', label: 'Neighbours', minimum: 1, maximum: 100, whole: true },
    {
      control: 'choice',
      name: 'weights',
      label: 'Count',
      options: [
        { value: 'uniform', label: 'All the same' },
        { value: 'distance', label: 'Nearer ones more' },
      ],
    },
    {
      control: 'number',
      name: 'donors',
      label: 'Rows looked at',
      minimum: 10,
      maximum: 5000,
      whole: true,
      help: 'Neighbours are looked for among so many rows, drawn at random. More is slower.',
    },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, neighbours }) =>
    `Fill missing ${listed(columns)} from the ${String(neighbours)} most similar rows`,
  columns: ({ columns, by }) => [...columns, ...by],
  makes: ({ columns, by }) =>
    columns.map((name) => ({ name, from: [...new Set([name, ...columns, ...by])] })),
});
