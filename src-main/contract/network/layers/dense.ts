import { z } from 'zod';
import { defineLayer } from '../define';
import { activationOptions, activationSchema } from '../activations';
import { channelsOf, countOf, only } from '../sizes';

export const dense = defineLayer({
  kind: 'dense',
  title: 'Dense',
  group: 'basic',
  purpose: 'Every unit sees every value of the layer before.',
  settings: z.object({
    units: z.number().int().min(1).max(65_536).default(64),
    activation: activationSchema.default('linear'),
    bias: z.boolean().default(true),
  }),
  fields: [
    { control: 'number', name: 'units', label: 'Units', minimum: 1, maximum: 65536, whole: true },
    { control: 'choice', name: 'activation', label: 'Activation', options: activationOptions },
    { control: 'toggle', name: 'bias', label: 'Bias' },
  ],
  takes: 'one',
  describe: ({ units, activation }) =>
    `${String(units)} units${activation === 'linear' ? '' : `, ${activation}`}`,
  output: (given, { units }) => [...only(given).slice(0, -1), units],
  parameters: (given, { units, bias }) => (channelsOf(only(given)) + (bias ? 1 : 0)) * units,
  multiplications: (given, { units }) => countOf(only(given)) * units,
});
