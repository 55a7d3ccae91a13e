import { z } from 'zod';
import { defineStep, listed } from '../define';

const types = {
  integer: 'whole numbers',
  decimal: 'numbers',
  boolean: 'yes or no',
  date: 'dates',
  datetime: 'dates and times',
  text: 'text',
} as const;

export const changeType = defineStep({
  kind: 'change-type',
  title: 'Change type',
  group: 'types',
  purpose: 'Keeps values as another type. What cannot be of that type becomes missing, and is counted.',
  effect: 'cells',
  parameters: z.object({
    columns: z.array(z.string()).min(1),
    to: z.enum(['integer', 'decimal', 'boolean', 'date', 'datetime', 'text']).default('text'),
    /** For yes or no; capital and small letters do not matter. */
    trueWords: z.array(z.string()).default(['true', 'yes', 'y', 't', '1', 'on']),
    falseWords: z.array(z.string()).default(['false', 'no', 'n', 'f', '0', 'off']),
  }),
  fields: [
    { control: 'columns', name: 'columns', label: 'Columns' },
    {
      control: 'choice',
      name: 'to',
      label: 'Type',
      options: [
        { value: 'integer', label: 'Whole number' },
        { value: 'decimal', label: 'Number' },
        { value: 'boolean', label: 'Yes or no' },
        { value: 'date', label: 'Date', note: '2024-12-31' },
        { value: 'datetime', label: 'Date and time', note: '2024-12-31 18:30' },
        { value: 'text', label: 'Text' },
      ],
    },
    { control: 'words', name: 'trueWords', label: 'Yes', when: { name: 'to', is: ['boolean'] } },
    { control: 'words', name: 'falseWords', label: 'No', when: { name: 'to', is: ['boolean'] } },
  ],
  begin: (chosen) => ({ columns: chosen.map(({ name }) => name) }),
  describe: ({ columns, to }) => `Change ${listed(columns)} to ${types[to]}`,
  columns: ({ columns }) => columns,
});
