import { z } from 'zod';
import { defineLayer } from '../define';
import { activationOptions, activationSchema } from '../activations';
import { channelsOf, ofRank, only, placesOf } from '../sizes';

export const depthwiseConv2d = defineLayer({
  kind: 'depthwiseConv2d',
  title: 'Depthwise convolution 2D',
  group: 'convolution',
  purpose: 'A convolution of each channel by itself.',
  settings: z.object({
    size: z.number().int().min(1).max(1024).default(3),
    stride: z.number().int().min(1).max(64).default(1),
    padding: z.enum(['same', 'valid']).default('same'),
    activation: activationSchema.default('linear'),
  }),
  fields: [
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
  describe: ({ size }) => `${String(size)} × ${String(size)}`,
  output: (given, settings) => {
    const [height = 1, width = 1] = ofRank(given, 3, 'Depthwise convolution');
    return [placesOf(height, settings), placesOf(width, settings), channelsOf(only(given))];
  },
  parameters: (given, { size }) => (size * size + 1) * channelsOf(only(given)),
  multiplications: (given, settings) => {
    const [height = 1, width = 1, channels = 1] = only(given);
    return placesOf(height, settings) * placesOf(width, settings) * channels * settings.size ** 2;
  },
});
