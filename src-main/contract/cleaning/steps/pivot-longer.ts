import { z } from 'zod';
import { defineStep, listed } from '../define';

export const pivotLonger = defineStep({
  kind: 'pivot-longer',
  title: 'Unpivot: columns to rows',
  group: 'tables',
  purpose: 'Makes a row of each of several columns, such as one row a month from one column a month.',
  effect: 'table',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    nameColumn: z.string().min(1).max(200).default('name'),
    valueColumn: z.string().min(1).max(200).default('value'),
    /** Whether cells without a value make a row too. */
    keepMissing: z.boolean().default(true),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns that become rows' },
    { control: 'text', name: 'nameColumn', label: 'Column for their names' },
    { control: 'text', name: 'valueColumn', label: 'Column for their values' },
    { control: 'toggle', name: 'keepMissing', label: 'Also rows without a value' },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, nameColumn, valueColumn }) =>
    `Make rows of ${listed(columns)}: ${nameColumn} and ${valueColumn}`,
  columns: ({ columns }) => columns,
  makes: ({ columns, nameColumn, valueColumn }) =>
    [nameColumn, valueColumn].map((name) => ({ name, from: columns })),
});
