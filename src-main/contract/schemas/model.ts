import { z } from 'zod';
import { networkSchema } from '../network';
import { presetNames } from '../network/presets/names';

/** The part of the recipe that says what the network is. */
export const modelSchema = z.object({
  preset: z.enum(presetNames).default('mlp'),
  /** Units of each hidden layer, of presets that have them. */
  hidden: z.array(z.number().int().min(1).max(4096)).min(1).max(10).default([64, 64]),
  activation: z.enum(['relu', 'tanh', 'gelu', 'swish', 'elu']).default('relu'),
  dropout: z.number().min(0).max(0.9).default(0),
  /** custom: the network itself. */
  network: networkSchema.nullable().default(null),
});
export type ModelSettings = z.infer<typeof modelSchema>;
