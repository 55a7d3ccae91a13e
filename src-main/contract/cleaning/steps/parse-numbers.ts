import { z } from 'zod';
import { defineStep, listed } from '../define';
import { unitOptions } from '../units';

export const parseNumbers = defineStep({
  kind: 'parse-numbers',
  title: 'Parse numbers',
  group: 'types',
  purpose: 'Reads numbers that are text because of currency signs, percent signs, thousands marks or units.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    decimal: z.enum(['.', ',']).default('.'),
    /** What 5 % becomes: 0.05 or 5. */
    percent: z.enum(['fraction', 'number']).default('fraction'),
    /** Numbers with another unit of the same quantity are converted to this one; none when empty. */
    unit: z.string().max(20).default(''),
    /** Further units with what one of them is worth: {from: 'box', to: '12'}. */
    factors: z.array(z.object({ from: z.string().min(1).max(40), to: z.string().max(40) })).default([]),
    /** What becomes of a cell that is no number. */
    unreadable: z.enum(['missing', 'keep']).default('missing'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns', types: ['category', 'text'] },
    {
      control: 'choice',
      name: 'decimal',
      label: 'Decimals after',
      options: [
        { value: '.', label: 'A point', note: '1,234.5' },
        { value: ',', label: 'A comma', note: '1.234,5' },
      ],
    },
    {
      control: 'choice',
      name: 'percent',
      label: '5 % becomes',
      options: [
        { value: 'fraction', label: '0.05' },
        { value: 'number', label: '5' },
      ],
    },
    {
      control: 'choice',
      name: 'unit',
      label: 'Convert to',
      options: [{ value: '', label: 'No unit' }, ...unitOptions],
      help: 'A number without a unit is taken as it is.',
    },
    {
      control: 'pairs',
      name: 'factors',
      label: 'Further units',
      from: 'Unit',
      to: 'Is worth',
      help: 'Such as "box" with 12. Other words make a cell unreadable.',
    },
    {
      control: 'choice',
      name: 'unreadable',
      label: 'What is no number',
      options: [
        { value: 'missing', label: 'Becomes missing' },
        { value: 'keep', label: 'Stays', note: 'the column remains text' },
      ],
    },
  ],
  suits: ['category', 'text'],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, unit }) =>
    `Read ${listed(columns)} as numbers${unit === '' ? '' : `, converted to ${unit}`}`,
  columns: ({ columns }) => columns,
});
