import { z } from 'zod';
import { defineLayer } from '../define';
import { recurrentMultiplications, recurrentOutput, recurrentWeights } from '../recurrent';

export const simpleRnn = defineLayer({
  kind: 'simpleRnn',
  title: 'Simple RNN',
  group: 'sequence',
  purpose: 'Reads steps one after the other and keeps what it saw; for short sequences.',
  settings: z.object({
    units: z.number().int().min(1).max(4096).default(32),
    /** Whether it gives a value for each step, not for the last one only. */
    sequences: z.boolean().default(false),
    /** Whether a second one reads the steps backwards. */
    bidirectional: z.boolean().default(false),
  }),
  fields: [
    { control: 'number', name: 'units', label: 'Units', minimum: 1, maximum: 4096, whole: true },
    { control: 'toggle', name: 'sequences', label: 'A value for each step' },
    { control: 'toggle', name: 'bidirectional', label: 'Read backwards too' },
  ],
  takes: 'one',
  describe: ({ units, bidirectional }) => `${String(units)} units${bidirectional ? ', both directions' : ''}`,
  output: (given, settings) => recurrentOutput(given, settings, 'Simple RNN'),
  parameters: (given, settings) => 1 * recurrentWeights(given, settings),
  multiplications: (given, settings) => 1 * recurrentMultiplications(given, settings),
});
