import { z } from 'zod';
import { defineLayer } from '../define';
import { only } from '../sizes';

export const leakyRelu = defineLayer({
  kind: 'leakyRelu',
  title: 'Leaky ReLU',
  group: 'basic',
  purpose: 'A ReLU that lets a little of what is below zero through.',
  settings: z.object({
    slope: z.number().min(0).max(1).default(0.3),
  }),
  fields: [{ control: 'number', name: 'slope', label: 'Slope below zero', minimum: 0, maximum: 1 }],
  takes: 'one',
  describe: ({ slope }) => `slope ${String(slope)}`,
  output: (given) => only(given),
});
