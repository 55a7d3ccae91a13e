import { z } from 'zod';
import { defineLayer } from '../define';
import { activationOptions, activationSchema } from '../activations';
import { only } from '../sizes';

export const activationLayer = defineLayer({
  kind: 'activation',
  title: 'Activation',
  group: 'basic',
  purpose: 'The bend that lets layers learn more than straight lines.',
  settings: z.object({
    activation: activationSchema.default('relu'),
  }),
  fields: [{ control: 'choice', name: 'activation', label: 'Activation', options: activationOptions }],
  takes: 'one',
  describe: ({ activation }) => activation,
  output: (given) => only(given),
});
