import { z } from 'zod';
import { defineLayer } from '../define';
import { only } from '../sizes';

export const gaussianNoise = defineLayer({
  kind: 'gaussianNoise',
  title: 'Gaussian noise',
  group: 'noise',
  purpose: 'Adds noise in training, so that small differences of values do not matter.',
  settings: z.object({
    deviation: z.number().min(0).max(10).default(0.1),
  }),
  fields: [{ control: 'number', name: 'deviation', label: 'Standard deviation', minimum: 0, maximum: 10 }],
  takes: 'one',
  describe: ({ deviation }) => `deviation ${String(deviation)}`,
  output: (given) => only(given),
});
