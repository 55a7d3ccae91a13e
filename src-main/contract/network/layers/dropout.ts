import { z } from 'zod';
import { defineLayer } from '../define';
import { only } from '../sizes';

export const dropout = defineLayer({
  kind: 'dropout',
  title: 'Dropout',
  group: 'noise',
  purpose: 'Switches units off at random in training, so that the network does not learn rows by heart.',
  settings: z.object({
    rate: z.number().min(0).max(0.95).default(0.2),
  }),
  fields: [{ control: 'number', name: 'rate', label: 'Share switched off', minimum: 0, maximum: 0.95 }],
  takes: 'one',
  describe: ({ rate }) => `dropout ${String(rate)}`,
  output: (given) => only(given),
});
