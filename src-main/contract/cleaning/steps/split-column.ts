import { z } from 'zod';
import { defineStep } from '../define';

/** The columns that a text is split into: names that are given, then numbered ones. */
export const partNames = ({
  column,
  count,
  names,
}: {
  column: string;
  count: number;
  names: readonly string[];
}): string[] =>
  Array.from({ length: count }, (_, index) => names[index]?.trim() || `${column} ${String(index + 1)}`);

export const splitColumn = defineStep({
  kind: 'split-column',
  title: 'Split a column',
  group: 'columns',
  purpose: 'Takes a text that holds several values apart into columns.',
  effect: 'columns',
  parameters: z.object({
    column: z.string(),
    by: z.enum(['delimiter', 'pattern', 'positions']).default('delimiter'),
    delimiter: z.string().max(100).default(','),
    pattern: z.string().max(1000).default('[,;] *'),
    /** Characters after which a text is cut: ["3", "5"]. */
    positions: z.array(z.string().max(10)).max(100).default([]),
    count: z.number().int().min(1).max(100).default(2),
    /** Where there are more parts than columns, whether the last column takes all that is left. */
    rest: z.boolean().default(true),
    names: z.array(z.string().max(200)).max(100).default([]),
    keep: z.boolean().default(true),
  }),
  fields: [
    { control: 'column', name: 'column', label: 'Column', types: ['category', 'text'] },
    {
      control: 'choice',
      name: 'by',
      label: 'Split at',
      options: [
        { value: 'delimiter', label: 'A text' },
        { value: 'pattern', label: 'A regular expression' },
        { value: 'positions', label: 'Positions' },
      ],
    },
    { control: 'text', name: 'delimiter', label: 'Text', when: { name: 'by', is: ['delimiter'] } },
    { control: 'text', name: 'pattern', label: 'Expression', when: { name: 'by', is: ['pattern'] } },
    {
      control: 'words',
      name: 'positions',
      label: 'After characters',
      placeholder: '3',
      when: { name: 'by', is: ['positions'] },
    },
    { control: 'number', name: 'count', label: 'Into columns', minimum: 1, maximum: 100, whole: true },
    {
      control: 'toggle',
      name: 'rest',
      label: 'The last takes the rest',
      when: { name: 'by', is: ['delimiter'] },
    },
    { control: 'words', name: 'names', label: 'Names', help: 'Left empty, they are numbered.' },
    { control: 'toggle', name: 'keep', label: 'Keep the column' },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ column: chosen[0]?.name ?? '' }),
  describe: ({ column, count }) => `Split ${column} into ${String(count)} columns`,
  columns: ({ column }) => [column],
  makes: (parameters) => partNames(parameters).map((name) => ({ name, from: [parameters.column] })),
});
