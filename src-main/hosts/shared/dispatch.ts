import { z } from 'zod';
import { calls, isCallName } from '../../contract/calls';
import type { CallArguments, CallName, CallParams, CallResult } from '../../contract/calls';
import { StrongroomError, normalizeError } from '../../contract/errors';
import { events } from '../../contract/events';
import type { EventName, EventPayload } from '../../contract/events';
import { requestSchema } from '../../contract/wire';
import type { Push, Reply } from '../../contract/wire';
import type { Backend } from '../../services/backend';

/** The contract as seen by generic code: the schemas of one call belong together. */
type CallSchemas = {
  [Name in CallName]: {
    params: z.ZodType<CallArguments<Name>, CallParams<Name>>;
    result: z.ZodType<CallResult<Name>>;
  };
};
const callSchemas: CallSchemas = calls;
const eventSchemas: { [Name in EventName]: z.ZodType<EventPayload<Name>> } = events;

/** What stands between any transport and the services. */
export interface Dispatcher {
  /** Answers one request envelope. Never rejects: every failure is a reply. */
  dispatch(raw: unknown): Promise<Reply>;
  /** Events, checked before they leave. */
  subscribe(listener: (push: Push) => void): () => void;
}

/** The reply's id when not even the id of a request could be read. */
export const unreadableId = -1;

function idOf(raw: unknown): number {
  const read = z.object({ id: z.number().int() }).safeParse(raw);
  return read.success ? read.data.id : unreadableId;
}

async function answer<Name extends CallName>(
  backend: Backend,
  call: Name,
  raw: unknown,
): Promise<CallResult<Name>> {
  const params = callSchemas[call].params.safeParse(raw);
  if (!params.success) {
    throw new StrongroomError('BAD_REQUEST', `The call ${call} came with something that it does not take.`, {
      expected: `the parameters of ${call}`,
      received: z.prettifyError(params.error),
      next: 'Reload the window; if it happens again, report it with the text above.',
    });
  }
  const result = callSchemas[call].result.safeParse(await backend.handlers[call](params.data));
  if (!result.success) {
    throw new StrongroomError('INTERNAL', `The answer to ${call} does not follow the contract.`, {
      expected: `the result of ${call}`,
      received: z.prettifyError(result.error),
      next: 'Report it with the text above.',
    });
  }
  return result.data;
}

/**
 * Checks requests on arrival and results and events on leaving, in one place for both transports.
 * `onFault` hears of events that were held back because they do not follow the contract.
 */
export function createDispatcher(
  backend: Backend,
  onFault: (fault: StrongroomError) => void = () => undefined,
): Dispatcher {
  return {
    async dispatch(raw) {
      try {
        const request = requestSchema.safeParse(raw);
        if (!request.success) {
          throw new StrongroomError('BAD_REQUEST', 'A message arrived that is not a request.', {
            expected: 'a request with id, call and params',
            received: z.prettifyError(request.error),
          });
        }
        const { id, call, params } = request.data;
        if (!isCallName(call)) {
          throw new StrongroomError('UNKNOWN_CALL', `There is no call ${call.slice(0, 100)}.`, {
            expected: 'a call of the contract',
            received: call.slice(0, 100),
          });
        }
        return { kind: 'reply', id, ok: true, result: await answer(backend, call, params) };
      } catch (error) {
        return { kind: 'reply', id: idOf(raw), ok: false, error: normalizeError(error).toPayload() };
      }
    },
    subscribe(listener) {
      return backend.subscribe((event, payload) => {
        const checked = eventSchemas[event].safeParse(payload);
        if (checked.success) {
          listener({ kind: 'event', event, payload: checked.data });
          return;
        }
        onFault(
          new StrongroomError('INTERNAL', `The event ${event} does not follow the contract.`, {
            received: z.prettifyError(checked.error),
          }),
        );
      });
    },
  };
}
