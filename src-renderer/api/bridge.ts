import type { Bridge } from '../../src-main/contract/wire';
import { disconnected } from './faults';
import type { Transport } from './transport';

/** The transport over what the preload put on `window`. The window and the main process end together. */
export function createBridgeTransport(bridge: Bridge): Transport {
  const stops = new Set<() => void>();
  const listeners = new Set<(connected: boolean) => void>();
  let open = true;
  return {
    async request(request) {
      if (!open) throw disconnected();
      try {
        return await bridge.invoke(request);
      } catch {
        // Handlers answer with replies; only the lack of one rejects.
        throw disconnected();
      }
    },
    subscribe(listener) {
      const unsubscribe = bridge.subscribe(listener);
      const stop = (): void => {
        stops.delete(stop);
        unsubscribe();
      };
      stops.add(stop);
      return stop;
    },
    onStatus(listener) {
      listeners.add(listener);
      listener(open);
      return () => void listeners.delete(listener);
    },
    close() {
      if (!open) return;
      open = false;
      for (const stop of [...stops]) stop();
      for (const listener of listeners) listener(false);
    },
  };
}
