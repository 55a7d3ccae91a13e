import { z } from 'zod';
import { errorPayloadSchema } from './errors';

/** The envelopes that both transports carry. Payloads are checked against `calls` and `events` on arrival. */
export const requestSchema = z.object({
  kind: z.literal('request'),
  id: z.number().int(),
  call: z.string(),
  params: z.unknown(),
});
export const replySchema = z.discriminatedUnion('ok', [
  z.object({ kind: z.literal('reply'), id: z.number().int(), ok: z.literal(true), result: z.unknown() }),
  z.object({
    kind: z.literal('reply'),
    id: z.number().int(),
    ok: z.literal(false),
    error: errorPayloadSchema,
  }),
]);
export const pushSchema = z.object({ kind: z.literal('event'), event: z.string(), payload: z.unknown() });

export type Request = z.infer<typeof requestSchema>;
export type Reply = z.infer<typeof replySchema>;
export type Push = z.infer<typeof pushSchema>;

/** The names of the two Electron channels: one for invoke, one for events. */
export const invokeChannel = 'strongroom:invoke';
export const pushChannel = 'strongroom:event';

/** What the preload puts on `window`: the whole of what a sandboxed renderer can reach. */
export interface Bridge {
  invoke(request: Request): Promise<Reply>;
  subscribe(listener: (push: Push) => void): () => void;
}
export const bridgeName = 'strongroom';
