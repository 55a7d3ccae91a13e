import { z } from 'zod';
import { defineStep, listed } from '../define';

export const mergeRare = defineStep({
  kind: 'merge-rare',
  title: 'Merge rare categories',
  group: 'categories',
  purpose: 'Makes one category of those with too few rows to learn from; later files use the same list.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    rule: z.enum(['share', 'count', 'top']).default('share'),
    /** Of the rows with a value; categories with less are merged. */
    share: z.number().gt(0).lt(1).default(0.01),
    /** Rows; categories with fewer are merged. */
    count: z.number().int().min(1).default(10),
    /** How many of the most frequent are kept. */
    top: z.number().int().min(1).max(10_000).default(20),
    other: z.string().min(1).max(200).default('Other'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    {
      control: 'choice',
      name: 'rule',
      label: 'Merge',
      options: [
        { value: 'share', label: 'Below a share of the rows' },
        { value: 'count', label: 'Below a number of rows' },
        { value: 'top', label: 'All but the most frequent' },
      ],
    },
    {
      control: 'number',
      name: 'share',
      label: 'Share',
      minimum: 0,
      maximum: 1,
      help: '0.01 is one row in a hundred.',
      when: { name: 'rule', is: ['share'] },
    },
    {
      control: 'number',
      name: 'count',
      label: 'Rows',
      minimum: 1,
      whole: true,
      when: { name: 'rule', is: ['count'] },
    },
    {
      control: 'number',
      name: 'top',
      label: 'Keep',
      minimum: 1,
      maximum: 10_000,
      whole: true,
      when: { name: 'rule', is: ['top'] },
    },
    { control: 'text', name: 'other', label: 'Name of the rest' },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, rule, share, count, top, other }) => {
    const which = {
      share: `categories below ${String(Number((share * 100).toFixed(4)))}% of the rows`,
      count: `categories with fewer than ${String(count)} rows`,
      top: `all but the ${String(top)} most frequent categories`,
    }[rule];
    return `Merge ${which} of ${listed(columns)} into "${other}"`;
  },
  columns: ({ columns }) => columns,
});
