import { z } from 'zod';
import { defineLayer } from '../define';
import { recurrentMultiplications, recurrentOutput, recurrentWeights, recurrentWords } from '../recurrent';

export const lstm = defineLayer({
  kind: 'lstm',
  title: 'LSTM',
  group: 'sequence',
  purpose: 'Reads steps one after the other and learns what to keep and what to forget.',
  settings: z.object({
    units: z.number().int().min(1).max(4096).default(32),
    /** Whether it gives a value for each step, not for the last one only. */
    sequences: z.boolean().default(false),
    /** Whether a second one reads the steps backwards. */
    bidirectional: z.boolean().default(false),
    /** Share of what goes in and of what is kept that is off in training, the same at every step. */
    dropout: z.number().min(0).max(0.9).default(0),
  }),
  fields: [
    { control: 'number', name: 'units', label: 'Units', minimum: 1, maximum: 4096, whole: true },
    { control: 'toggle', name: 'sequences', label: 'A value for each step' },
    { control: 'toggle', name: 'bidirectional', label: 'Read backwards too' },
    { control: 'number', name: 'dropout', label: 'Share switched off', minimum: 0, maximum: 0.9 },
  ],
  takes: 'one',
  describe: recurrentWords,
  output: (given, settings) => recurrentOutput(given, settings, 'LSTM'),
  parameters: (given, settings) => 4 * recurrentWeights(given, settings),
  multiplications: (given, settings) => 4 * recurrentMultiplications(given, settings),
});
