import type { Push, Reply, Request } from '../../src-main/contract/wire';

/** Carries envelopes between the interface and the main side: Electron's IPC or a WebSocket. */
export interface Transport {
  /** Rejects with DISCONNECTED when the reply cannot come any more. */
  request(request: Request): Promise<Reply>;
  /** Events, in the order in which they were sent. */
  subscribe(listener: (push: Push) => void): () => void;
  /** Called at once with the present state, then at every change. After a reconnection, state has to be asked anew. */
  onStatus(listener: (connected: boolean) => void): () => void;
  close(): void;
}
