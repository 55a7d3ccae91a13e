import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, only } from '../sizes';

export const layerNormalization = defineLayer({
  kind: 'layerNormalization',
  title: 'Layer normalisation',
  group: 'normalisation',
  purpose: 'Keeps the values of each row at mean 0 and deviation 1.',
  settings: z.object({
    epsilon: z.number().positive().max(1).default(0.001),
  }),
  fields: [],
  takes: 'one',
  describe: () => 'over the values of a row',
  output: (given) => only(given),
  parameters: (given) => 2 * channelsOf(only(given)),
});
