import { z } from 'zod';
import { defineStep } from '../define';

export const binNumbers = defineStep({
  kind: 'bin-numbers',
  title: 'Bin numbers',
  group: 'columns',
  purpose: 'Makes ranges of numbers into categories, such as age groups.',
  effect: 'columns',
  parameters: z.object({
    column: z.string(),
    method: z.enum(['width', 'frequency', 'edges']).default('width'),
    bins: z.number().int().min(2).max(1000).default(5),
    /** Between bins, ascending: ["18", "65"] makes three. A number on an edge is in the bin above. */
    edges: z.array(z.string().max(40)).max(999).default([]),
    /** One a bin; ranges such as "18 to 65" when empty. */
    labels: z.array(z.string().min(1).max(200)).max(1000).default([]),
    into: z.string().trim().min(1).max(200),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column', types: ['integer', 'decimal'] },
    {
      control: 'choice',
      name: 'method',
      label: 'Bins',
      options: [
        { value: 'width', label: 'Equally wide' },
        { value: 'frequency', label: 'With equally many rows' },
        { value: 'edges', label: 'Between edges of your own' },
      ],
    },
    {
      control: 'number',
      name: 'bins',
      label: 'How many',
      minimum: 2,
      maximum: 1000,
      whole: true,
      when: { name: 'method', is: ['width', 'frequency'] },
    },
    {
      control: 'words',
      name: 'edges',
      label: 'Edges',
      placeholder: '18',
      help: 'A number on an edge is in the bin above it.',
      when: { name: 'method', is: ['edges'] },
    },
    { control: 'words', name: 'labels', label: 'Labels', help: 'Left empty, they tell the ranges.' },
    { control: 'text', name: 'into', label: 'New column' },
  ],
  suits: ['integer', 'decimal'],
  begin: ([chosen]) => ({ column: chosen?.name ?? '', into: `${chosen?.name ?? 'number'} bin` }),
  describe: ({ column, method, bins, edges, into }) =>
    `Put ${column} into ${String(method === 'edges' ? edges.length + 1 : bins)} bins, as ${into}`,
  columns: ({ column }) => [column],
  makes: ({ column, into }) => [{ name: into, from: [column] }],
});
