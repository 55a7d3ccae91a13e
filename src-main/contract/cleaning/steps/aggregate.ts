import { z } from 'zod';
import { defineStep, listed } from '../define';
import { measureSchema, measureTitle } from '../measures';

export const aggregate = defineStep({
  kind: 'aggregate',
  title: 'Group and summarise',
  group: 'tables',
  purpose: 'Makes one row of each group of rows, such as one a customer from one a purchase.',
  effect: 'table',
  parameters: z.object({
    /** None makes one row of all. */
    keys: z.array(z.string()).default([]),
    measures: z
      .array(measureSchema)
      .max(200)
      .default([{ column: null, measure: 'count', name: '' }]),
  }),
  fields: [
    { control: 'columns', name: 'keys', label: 'One row for each', emptyMeans: 'one row of all' },
    { control: 'measures', name: 'measures', label: 'Columns of the new table' },
  ],
  begin: (chosen) => ({ keys: chosen.map(({ name }) => name) }),
  describe: ({ keys, measures }) =>
    `${keys.length === 0 ? 'Summarise all rows' : `One row for each ${listed(keys)}`}, with ${listed(measures.map(measureTitle))}`,
  columns: ({ keys, measures }) => [
    ...keys,
    ...measures.flatMap(({ column }) => (column === null ? [] : [column])),
  ],
  // Which rows are told of follows from the keys.
  makes: ({ keys, measures }) => [
    ...keys.map((name) => ({ name, from: keys })),
    ...measures.map((choice) => ({
      name: measureTitle(choice),
      from: [...keys, ...(choice.column === null ? [] : [choice.column])],
    })),
  ],
});
