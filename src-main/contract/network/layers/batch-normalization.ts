import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, only } from '../sizes';

export const batchNormalization = defineLayer({
  kind: 'batchNormalization',
  title: 'Batch normalisation',
  group: 'normalisation',
  purpose: 'Keeps values of a batch at mean 0 and deviation 1, which makes deep networks easier to train.',
  settings: z.object({
    momentum: z.number().min(0).max(0.9999).default(0.99),
    epsilon: z.number().positive().max(1).default(0.001),
  }),
  fields: [
    {
      control: 'number',
      name: 'momentum',
      label: 'Momentum',
      minimum: 0,
      maximum: 0.9999,
      help: 'How slowly the averages follow, which are used outside training.',
    },
  ],
  takes: 'one',
  describe: () => 'over the rows of a batch',
  output: (given) => only(given),
  parameters: (given) => 4 * channelsOf(only(given)),
});
