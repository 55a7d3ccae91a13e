import { z } from 'zod';
import { defineStep, listed } from '../define';

const words = {
  constant: 'a value',
  mean: 'the mean',
  median: 'the median',
  mode: 'the most frequent value',
} as const;

export const fillMissing = defineStep({
  kind: 'fill-missing',
  title: 'Fill missing values',
  group: 'missing',
  purpose: 'Puts a value where there is none. Training does this by itself; fill when you know better.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    method: z.enum(['constant', 'mean', 'median', 'mode']).default('median'),
    /** For `constant`: as it would stand in a file. */
    value: z.string().max(1000).default(''),
    /** Columns whose values part the rows into groups, each with a mean, median or mode of its own. */
    within: z.array(z.string()).default([]),
    /** Adds a column "<name> is missing". */
    indicator: z.boolean().default(false),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns' },
    {
      control: 'choice',
      name: 'method',
      label: 'Fill with',
      options: [
        { value: 'median', label: 'Median', note: 'numbers and dates' },
        { value: 'mean', label: 'Mean', note: 'numbers and dates' },
        { value: 'mode', label: 'Most frequent value' },
        { value: 'constant', label: 'A value' },
      ],
    },
    { control: 'text', name: 'value', label: 'Value', when: { name: 'method', is: ['constant'] } },
    {
      control: 'columns',
      name: 'within',
      label: 'Within each',
      emptyMeans: 'all rows together',
      help: 'Each group is filled from its own rows; a group without a value from all rows.',
      when: { name: 'method', is: ['median', 'mean', 'mode'] },
    },
    {
      control: 'toggle',
      name: 'indicator',
      label: 'Remember where it was missing',
      help: 'Adds a column that is true where the value was missing.',
    },
  ],
  begin: (chosen) => ({
    columns: chosen.map(({ name }) => name),
    method: chosen.some(({ type }) => type === 'category' || type === 'text' || type === 'boolean')
      ? ('mode' as const)
      : ('median' as const),
  }),
  describe: ({ columns, method, value, within }) =>
    `Fill missing ${listed(columns)} with ${method === 'constant' ? `"${value}"` : words[method]}${method === 'constant' || within.length === 0 ? '' : ` within each ${listed(within)}`}`,
  columns: ({ columns, method, within }) => (method === 'constant' ? columns : [...columns, ...within]),
  makes: ({ columns, method, within, indicator }) => [
    ...(method === 'constant' ? [] : columns.map((name) => ({ name, from: [name, ...within] }))),
    ...(indicator ? columns.map((name) => ({ name: `${name} is missing`, from: [name] })) : []),
  ],
});
