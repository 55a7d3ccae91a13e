import { z } from 'zod';
import { defineLayer } from '../define';
import { channelsOf, countOf, only } from '../sizes';

export const scaledDense = defineLayer({
  kind: 'scaledDense',
  title: 'Dense, scaled',
  group: 'basic',
  purpose:
    'As Dense, with weights that all begin at size 1 and are scaled down, so that one learning rate suits every width.',
  settings: z.object({
    units: z.number().int().min(1).max(65_536).default(256),
  }),
  fields: [{ control: 'number', name: 'units', label: 'Units', minimum: 1, maximum: 65536, whole: true }],
  takes: 'one',
  describe: ({ units }) => `${String(units)} units`,
  output: (given, { units }) => [...only(given).slice(0, -1), units],
  parameters: (given, { units }) => (channelsOf(only(given)) + 1) * units,
  multiplications: (given, { units }) => countOf(only(given)) * units,
});
