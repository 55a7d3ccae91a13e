import { z } from 'zod';

/** How the values of a channel are scaled, over all its steps; fitted on training rows. */
export const sequenceScalings = [
  'standard',
  'robust',
  'min-max',
  'max-abs',
  'yeo-johnson',
  'log',
  'none',
] as const;
export type SequenceScaling = (typeof sequenceScalings)[number];

export const mostSteps = 2000;

/** One quantity over time: a column a step, in order. */
export const channelSchema = z.object({
  name: z.string().min(1).max(120),
  columns: z.array(z.string()).min(2).max(mostSteps),
});
export type SequenceChannel = z.infer<typeof channelSchema>;

/** Columns that are steps of one row's history, such as temp_1 to temp_24 and hum_1 to hum_24: 24 steps of 2 channels. */
export const sequenceSchema = z.object({
  /** What networks call it. */
  name: z.string().min(1).max(120),
  /** All of as many steps. */
  channels: z.array(channelSchema).min(1).max(64),
  scaling: z.enum(sequenceScalings).default('standard'),
});
export type SequenceSettings = z.infer<typeof sequenceSchema>;

export const sequencesSchema = z.array(sequenceSchema).max(20);
