import { z } from 'zod';
import { defineStep, listed } from '../define';

const orders = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' } as const;

export const parseDates = defineStep({
  kind: 'parse-dates',
  title: 'Parse dates',
  group: 'types',
  purpose: 'Reads dates that are text, or numbers as Excel keeps them.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    /** Of day, month and year, where all three are numbers. A year of four digits in front is always read as that. */
    order: z.enum(['dmy', 'mdy', 'ymd']).default('dmy'),
    /** Tried first, in order: "DD.MM.YYYY HH:mm". */
    formats: z.array(z.string().min(1).max(100)).max(20).default([]),
    /** Two-digit years up to this one are of this century, the others of the one before. */
    pivot: z.number().int().min(0).max(99).default(49),
    /** Of numbers: days as Excel counts them, from 1900 (Windows) or from 1904 (old Macintosh). */
    serial: z.enum(['none', '1900', '1904']).default('none'),
    as: z.enum(['date', 'datetime']).default('date'),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns' },
    {
      control: 'choice',
      name: 'order',
      label: 'Order',
      options: [
        { value: 'dmy', label: 'Day, month, year', note: '31.12.2024' },
        { value: 'mdy', label: 'Month, day, year', note: '12/31/2024' },
        { value: 'ymd', label: 'Year, month, day', note: '2024-12-31' },
      ],
    },
    {
      control: 'words',
      name: 'formats',
      label: 'Further formats',
      placeholder: 'DD.MM.YYYY HH:mm',
      help: 'Of YYYY, YY, MMMM, MMM, MM, DD, HH, hh, mm, ss and a (am or pm). Tried first.',
    },
    {
      control: 'number',
      name: 'pivot',
      label: 'Last two-digit year of 20xx',
      minimum: 0,
      maximum: 99,
      whole: true,
      help: 'With 49, 49 is 2049 and 50 is 1950.',
    },
    {
      control: 'choice',
      name: 'serial',
      label: 'Numbers are',
      options: [
        { value: 'none', label: 'No dates' },
        { value: '1900', label: 'Days of Excel', note: 'from 1900' },
        { value: '1904', label: 'Days of Excel, old Macintosh', note: 'from 1904' },
      ],
    },
    {
      control: 'choice',
      name: 'as',
      label: 'Keep',
      options: [
        { value: 'date', label: 'The date' },
        { value: 'datetime', label: 'Date and time' },
      ],
    },
  ],
  suits: ['category', 'text', 'integer', 'decimal', 'date', 'datetime'],
  begin: (chosen) => ({
    columns: chosen.map(({ name }) => name),
    serial: chosen.some(({ type }) => type === 'integer' || type === 'decimal')
      ? ('1900' as const)
      : ('none' as const),
  }),
  describe: ({ columns, order, as }) =>
    `Read ${listed(columns)} as ${as === 'date' ? 'dates' : 'dates and times'} in the order ${orders[order]}`,
  columns: ({ columns }) => columns,
});
