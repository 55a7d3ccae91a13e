import { z } from 'zod';
import { defineStep, listed } from '../define';
import { measureNames, measures } from '../measures';

export const pivotWider = defineStep({
  kind: 'pivot-wider',
  title: 'Pivot: rows to columns',
  group: 'tables',
  purpose: 'Makes a column of each value of a column, such as one a month from one row a month.',
  effect: 'table',
  parameters: z.object({
    /** One row for each. */
    keys: z.array(z.string()).min(1),
    /** Its values name the new columns. */
    names: z.string().min(1),
    /** The cells of the new columns. */
    values: z.string().min(1),
    measure: z.enum(measureNames).default('first'),
  }),
  fields: [
    { control: 'columns', name: 'keys', label: 'One row for each' },
    { control: 'column', name: 'names', label: 'Names of the new columns from' },
    { control: 'column', name: 'values', label: 'Their values from' },
    {
      control: 'choice',
      name: 'measure',
      label: 'Where there are several values',
      options: measureNames.map((value) => ({ value, label: measures[value].label })),
    },
  ],
  begin: (chosen) => ({
    keys: chosen.slice(0, 1).map(({ name }) => name),
    names: chosen[1]?.name ?? '',
    values: chosen[2]?.name ?? '',
  }),
  describe: ({ keys, names, values }) =>
    `One row for each ${listed(keys)}, with ${values} in a column for each ${names}`,
  columns: ({ keys, names, values }) => [...keys, names, values],
});
