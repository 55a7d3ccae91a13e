import { z } from 'zod';
import { jobProgressSchema, projectStateSchema } from './schemas/app';
import { runIdSchema } from './schemas/common';
import { layerHistorySchema } from './schemas/layers';
import { epochPointSchema, sessionSchema } from './schemas/runs';

/** Everything that the main side pushes: the renderer holds read-only copies of it. */
export const events = {
  'project.changed': projectStateSchema,
  /** A session's state without what grows: its history by `session.epochs`, its layers by `session.layers`. */
  'session.changed': sessionSchema.omit({ history: true, layers: true }),
  'session.epochs': z.object({ session: runIdSchema, points: z.array(epochPointSchema) }),
  'session.layers': z.object({ session: runIdSchema, added: layerHistorySchema }),
  'job.progress': jobProgressSchema,
} as const;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;
export const eventNames = Object.keys(events) as EventName[];
