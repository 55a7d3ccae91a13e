import {
  StrongroomError,
  normalizeError,
  type CallArguments,
  type CallName,
  type EventName,
  type EventPayload,
  type Push,
} from '../../../src-main/contract';
import { createClient, type Client, type Transport } from '../../../src-renderer/api';

type Answers = { [Name in CallName]?: (params: CallArguments<Name>) => unknown };

/** A main side of a few given answers, behind the real client: its payloads are checked as always. */
export function mainSide(answers: Answers): {
  client: Client;
  /** The calls that arrived, with their parameters. */
  arrived: { call: string; params: unknown }[];
  push<Name extends EventName>(event: Name, payload: EventPayload<Name>): void;
} {
  const arrived: { call: string; params: unknown }[] = [];
  const listeners = new Set<(push: Push) => void>();
  const known = new Map<string, (params: never) => unknown>(Object.entries(answers));
  const transport: Transport = {
    async request({ id, call, params }) {
      arrived.push({ call, params });
      try {
        const answer = known.get(call);
        if (answer === undefined)
          throw new StrongroomError('UNKNOWN_CALL', `No answer is given for ${call}.`);
        const result: unknown = await Reflect.apply(answer, undefined, [params]);
        return { kind: 'reply', id, ok: true, result };
      } catch (error) {
        return { kind: 'reply', id, ok: false, error: normalizeError(error).toPayload() };
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onStatus(listener) {
      listener(true);
      return () => undefined;
    },
    close: () => undefined,
  };
  return {
    client: createClient(transport),
    arrived,
    push: (event, payload) => {
      for (const listener of listeners) listener({ kind: 'event', event, payload });
    },
  };
}

/** Lets everything that is ready to go on do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
