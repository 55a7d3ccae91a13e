import { z } from 'zod';
import { defineLayer } from '../define';
import { activationOptions, activationSchema } from '../activations';
import { channelsOf, ofRank, only, placesOf } from '../sizes';

export const conv1d = defineLayer({
  kind: 'conv1d',
  title: 'Convolution 1D',
  group: 'convolution',
  purpose: 'Looks for the same short patterns everywhere in a sequence.',
  settings: z.object({
    filters: z.number().int().min(1).max(8192).default(32),
    size: z.number().int().min(1).max(1024).default(3),
    stride: z.number().int().min(1).max(64).default(1),
    padding: z.enum(['same', 'valid']).default('same'),
    activation: activationSchema.default('linear'),
  }),
  fields: [
    { control: 'number', name: 'filters', label: 'Filters', minimum: 1, maximum: 8192, whole: true },
    { control: 'number', name: 'size', label: 'Window', minimum: 1, maximum: 1024, whole: true },
    { control: 'number', name: 'stride', label: 'Stride', minimum: 1, maximum: 64, whole: true },
    {
      control: 'choice',
      name: 'padding',
      label: 'Edges',
      options: [
        { value: 'same', label: 'Padded' },
        { value: 'valid', label: 'Left out' },
      ],
    },
    { control: 'choice', name: 'activation', label: 'Activation', options: activationOptions },
  ],
  takes: 'one',
  describe: ({ filters, size }) => `${String(filters)} filters of ${String(size)}`,
  output: (given, settings) => {
    const [steps = 1] = ofRank(given, 2, 'Convolution 1D');
    return [placesOf(steps, settings), settings.filters];
  },
  parameters: (given, { filters, size }) => (size * channelsOf(only(given)) + 1) * filters,
  multiplications: (given, settings) => {
    const [steps = 1, channels = 1] = only(given);
    return placesOf(steps, settings) * settings.size * channels * settings.filters;
  },
});
