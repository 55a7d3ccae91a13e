import { z } from 'zod';
import { jobProgressSchema, projectStateSchema } from './schemas/app';
import { runIdSchema } from './schemas/common';
import { epochPointSchema, sessionSchema } from './schemas/runs';

/** Everything that the main side pushes: the renderer holds read-only copies of it. */
export const events = {
  'project.changed': projectStateSchema,
  /** A session's state without its history, which grows by `session.epochs`. */
  'session.changed': sessionSchema.omit({ history: true }),
  'session.epochs': z.object({ session: runIdSchema, points: z.array(epochPointSchema) }),
  'job.progress': jobProgressSchema,
} as const;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;
export const eventNames = Object.keys(events) as EventName[];
