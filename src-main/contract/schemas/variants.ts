import { z } from 'zod';
import { latencySchema, quantizationSchema, shrinkingSchema } from './exports';
import { metricsSchema } from './runs';

/** A model as a file of one kind, and how it did in the run time of its format. */
export const variantSchema = z.object({
  /** In a few words: "pruned by half". */
  name: z.string(),
  /** Null for the network as it was trained. */
  shrinking: shrinkingSchema.nullable(),
  quantize: quantizationSchema,
  bytes: z.number().int(),
  latency: latencySchema.nullable(),
  /** On rows with the target that nothing was learned from here. */
  metrics: metricsSchema.nullable(),
  /** Decisions that differ from those of its network in the application, on those rows. */
  changedDecisions: z.number(),
  /** Whether the file holds what its kind of weights is held to. */
  passed: z.boolean(),
});
export type Variant = z.infer<typeof variantSchema>;
