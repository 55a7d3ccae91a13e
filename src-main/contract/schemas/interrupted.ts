import { z } from 'zod';
import { datasetIdSchema, runIdSchema, timeSchema } from './common';

/** A training that ended before it was done, and can go on where it was. */
export const interruptedSchema = z.object({
  id: runIdSchema,
  name: z.string(),
  target: z.string(),
  dataset: datasetIdSchema,
  startedAt: timeSchema,
  /** At most. */
  epochs: z.number().int(),
});
export type Interrupted = z.infer<typeof interruptedSchema>;
