import { z } from 'zod';
import { defineLayer } from '../define';
import { ofRank, placesOf } from '../sizes';

export const pooling1d = defineLayer({
  kind: 'pooling1d',
  title: 'Pooling 1D',
  group: 'convolution',
  purpose: 'Shortens a sequence by the largest or average value of each stretch.',
  settings: z.object({
    mode: z.enum(['max', 'average']).default('max'),
    size: z.number().int().min(1).max(1024).default(2),
    stride: z.number().int().min(1).max(64).default(2),
    padding: z.enum(['same', 'valid']).default('valid'),
  }),
  fields: [
    {
      control: 'choice',
      name: 'mode',
      label: 'Takes',
      options: [
        { value: 'max', label: 'The largest' },
        { value: 'average', label: 'The average' },
      ],
    },
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
  ],
  takes: 'one',
  describe: ({ mode, size }) => `${mode} of ${String(size)}`,
  output: (given, settings) => {
    const [steps = 1, channels = 1] = ofRank(given, 2, 'Pooling 1D');
    return [placesOf(steps, settings), channels];
  },
});
