import { z } from 'zod';
import { defineStep } from '../define';

export const correctCell = defineStep({
  kind: 'correct-cell',
  title: 'Correct a cell',
  group: 'rows',
  purpose: 'Puts another value into one cell of this table. Later files are left as they are.',
  effect: 'cells',
  parameters: z.object({
    column: z.string(),
    /** Row of the data set, from 0. */
    row: z.number().int().min(0),
    /** As it would stand in a file; null for missing. */
    value: z.string().max(100_000).nullable().default(null),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column' },
    { control: 'number', name: 'row', label: 'Row, from 0', minimum: 0, whole: true },
    { control: 'text', name: 'value', label: 'Value', placeholder: 'missing' },
  ],
  begin: ([first]) => ({ column: first?.name ?? '', row: 0 }),
  describe: ({ column, row, value }) =>
    `Set ${column} of row ${String(row + 1)} to ${value === null ? 'missing' : `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`}`,
  columns: ({ column }) => [column],
});
