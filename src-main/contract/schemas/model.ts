import { z } from 'zod';
import { networkSchema } from '../network';
import { encoderOptions } from './encoder';
import { presetNames } from '../network/presets/names';

/** Settings that only some presets look at; each says which. */
export const modelOptionsSchema = z.object({
  /** tabm: networks that share their layers and are averaged. */
  members: z.number().int().min(1).max(128).default(16),
  /** tabm, ft-transformer: how many learned numbers a column becomes. */
  columnWidth: z.number().int().min(1).max(256).default(16),
  /** residual, ft-transformer: blocks one after the other. */
  blocks: z.number().int().min(1).max(12).default(3),
  /** ft-transformer, transformer: what each column looks at the others with. */
  heads: z.number().int().min(1).max(16).default(4),
  ...encoderOptions,
});
export type ModelOptions = z.infer<typeof modelOptionsSchema>;
export type ModelOption = keyof ModelOptions;

/** The part of the recipe that says what the network is. */
export const modelSchema = z.object({
  preset: z.enum(presetNames).default('mlp'),
  /** Units of each hidden layer, of presets that have them. */
  hidden: z.array(z.number().int().min(1).max(4096)).min(1).max(10).default([64, 64]),
  activation: z.enum(['relu', 'tanh', 'gelu', 'swish', 'elu', 'selu', 'mish']).default('relu'),
  dropout: z.number().min(0).max(0.9).default(0),
  options: modelOptionsSchema.prefault({}),
  /** custom: the network itself. */
  network: networkSchema.nullable().default(null),
  /** custom: the preset that its network was made from, which is the way back; null where it came from elsewhere. */
  madeFrom: z.enum(presetNames).exclude(['custom']).nullable().default(null),
});
export type ModelSettings = z.infer<typeof modelSchema>;
