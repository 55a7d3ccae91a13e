import type { CallArguments, CallName, CallResult } from '../contract/calls';
import type { EventName, EventPayload } from '../contract/events';

/** One typed handler a call. Arguments arrive validated; results are validated by whoever sends them on. */
export type Handlers = {
  [Name in CallName]: (params: CallArguments<Name>) => Promise<CallResult<Name>>;
};

export type EventListener = <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void;

/** All that a host needs to serve the workbench: what `createBackend` gives and what both transports carry. */
export interface Backend {
  handlers: Handlers;
  subscribe(listener: EventListener): () => void;
  /** Ends children and timers; running sessions are stopped. */
  close(): Promise<void>;
}
