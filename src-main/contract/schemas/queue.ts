import { z } from 'zod';
import { errorPayloadSchema } from '../errors';
import { runIdSchema, timeSchema } from './common';
import { recipeSchema } from './recipe';

/** More trainings than this do not wait in a project. */
export const mostQueued = 100;

/** A training that waits for its turn: a recipe as it was when it was put into the queue. */
export const queuedSchema = z.object({
  /** That of the run which it will be. */
  id: runIdSchema,
  /** What its run will be called. */
  name: z.string(),
  addedAt: timeSchema,
  recipe: recipeSchema,
  /**
   * waiting: its turn comes by itself. held: it was left by an earlier start of the program, and waits until somebody
   * says so. starting: its table is being made ready. failed: it could not be started.
   */
  state: z.enum(['waiting', 'held', 'starting', 'failed']),
  /** Why it could not be started. */
  error: errorPayloadSchema.nullable().default(null),
});
export type Queued = z.infer<typeof queuedSchema>;
