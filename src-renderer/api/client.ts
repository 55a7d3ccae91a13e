import { z } from 'zod';
import { calls } from '../../src-main/contract/calls';
import type { CallName, CallParams, CallResult } from '../../src-main/contract/calls';
import { StrongroomError } from '../../src-main/contract/errors';
import { events } from '../../src-main/contract/events';
import type { EventName, EventPayload } from '../../src-main/contract/events';
import { replySchema } from '../../src-main/contract/wire';
import type { Transport } from './transport';

const callSchemas: { [Name in CallName]: { params: z.ZodType; result: z.ZodType<CallResult<Name>> } } = calls;
const eventSchemas: { [Name in EventName]: z.ZodType<EventPayload<Name>> } = events;

/** All that the interface can do: the calls and events of the contract. */
export interface Client {
  /** Throws StrongroomError: the handler's own, or BAD_REQUEST, BAD_RESPONSE, DISCONNECTED. */
  call<Name extends CallName>(name: Name, params: CallParams<Name>): Promise<CallResult<Name>>;
  on<Name extends EventName>(event: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  /** Called at once, then at every change. After a reconnection, ask for state anew. */
  onStatus(listener: (connected: boolean) => void): () => void;
  close(): void;
}

/** `onFault` hears of events that were dropped because they do not follow the contract. */
export function createClient(
  transport: Transport,
  onFault: (fault: StrongroomError) => void = () => undefined,
): Client {
  let lastId = 0;

  const badResponse = (what: string, problem: z.ZodError): StrongroomError =>
    new StrongroomError('BAD_RESPONSE', `${what} does not follow the contract.`, {
      expected: 'what the contract says',
      received: z.prettifyError(problem),
      next: 'Start Strongroom again; if it happens again, report it with the text above.',
    });

  return {
    async call(name, params) {
      const checked = callSchemas[name].params.safeParse(params);
      if (!checked.success) {
        throw new StrongroomError('BAD_REQUEST', `The call ${name} does not take these parameters.`, {
          expected: `the parameters of ${name}`,
          received: z.prettifyError(checked.error),
        });
      }
      lastId += 1;
      const id = lastId;
      const reply = replySchema.safeParse(
        await transport.request({ kind: 'request', id, call: name, params }),
      );
      if (!reply.success) throw badResponse(`The answer to ${name}`, reply.error);
      if (!reply.data.ok) throw StrongroomError.fromPayload(reply.data.error);
      const result = callSchemas[name].result.safeParse(reply.data.result);
      if (!result.success) throw badResponse(`The answer to ${name}`, result.error);
      return result.data;
    },
    on(event, listener) {
      return transport.subscribe((push) => {
        if (push.event !== event) return;
        const payload = eventSchemas[event].safeParse(push.payload);
        if (payload.success) listener(payload.data);
        else onFault(badResponse(`The event ${event}`, payload.error));
      });
    },
    onStatus: (listener) => transport.onStatus(listener),
    close: () => transport.close(),
  };
}
