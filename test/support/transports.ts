import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Bridge } from '../../src-main/contract/wire';
import { startBrowserServer, type BrowserServer } from '../../src-main/hosts/browser/server';
import { bindIpc, type Asking, type Listener, type Receiver } from '../../src-main/hosts/desktop/ipc';
import { startAddress } from '../../src-main/hosts/desktop/addresses';
import { createDispatcher } from '../../src-main/hosts/shared/dispatch';
import type { Backend } from '../../src-main/services/backend';
import { createBridgeTransport } from '../../src-renderer/api/bridge';
import type { Transport } from '../../src-renderer/api/transport';
import { WebSocketTransport } from '../../src-renderer/api/websocket';

/** A window's transport, connected to the real host code over the given services. */
export interface Link {
  transport: Transport;
  /** The host goes away without a word. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

export type LinkMaker = (backend: Backend) => Promise<Link>;

type Handler = Parameters<Receiver['handle']>[1];

/** Both ends of Electron's IPC in one process; everything that passes is cloned as Electron clones it. */
export class FakeIpc {
  readonly handlers = new Map<string, Handler>();
  private readonly listeners = new Map<string, Set<(event: object, ...values: unknown[]) => void>>();
  sender: Asking['senderFrame'] = { url: startAddress, parent: null };

  readonly main = {
    handle: (channel: string, handler: Handler): void => {
      if (this.handlers.has(channel))
        throw new Error(`Attempted to register a second handler for '${channel}'`);
      this.handlers.set(channel, handler);
    },
    removeHandler: (channel: string): void => void this.handlers.delete(channel),
  };

  readonly renderer = {
    invoke: async (channel: string, ...values: unknown[]): Promise<unknown> => {
      const cloned: unknown[] = structuredClone(values);
      await new Promise((resolve) => setImmediate(resolve));
      const handler = this.handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return structuredClone(await handler({ senderFrame: this.sender }, cloned[0]));
    },
    on: (channel: string, listener: (event: object, ...values: unknown[]) => void): void => {
      const listeners = this.listeners.get(channel) ?? new Set();
      this.listeners.set(channel, listeners.add(listener));
    },
    removeListener: (channel: string, listener: (event: object, ...values: unknown[]) => void): void => {
      this.listeners.get(channel)?.delete(listener);
    },
  };

  readonly page: Listener = {
    isDestroyed: () => false,
    send: (channel, push) => {
      const cloned = structuredClone(push);
      setImmediate(() => {
        for (const listener of this.listeners.get(channel) ?? [])
          listener({ sender: 'the main process' }, cloned);
      });
    },
  };
}

/** Runs the real preload against the fake renderer side; gives all that it put on `window`. */
export async function runPreload(ipc: FakeIpc): Promise<Map<string, object>> {
  const exposed = new Map<string, object>();
  vi.resetModules();
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, value: object) => void exposed.set(name, value) },
    ipcRenderer: ipc.renderer,
  }));
  await import('../../src-main/preload');
  vi.doUnmock('electron');
  return exposed;
}

function isBridge(value: object | undefined): value is Bridge {
  return value !== undefined && 'invoke' in value && 'subscribe' in value;
}

/** Renderer, preload and IPC binding of the desktop. */
export const linkOverIpc: LinkMaker = async (backend) => {
  const ipc = new FakeIpc();
  const unbind = bindIpc(ipc.main, createDispatcher(backend), () => [ipc.page], null);
  const bridge = (await runPreload(ipc)).get('strongroom');
  if (!isBridge(bridge)) throw new Error('The preload did not expose the bridge.');
  const transport = createBridgeTransport(bridge);
  return {
    transport,
    cut: async () => unbind(),
    close: async () => transport.close(),
  };
};

/** What a browser sends along when our page opens its WebSocket. */
export function socketHeaders(server: Pick<BrowserServer, 'port' | 'address'>): Record<string, string> {
  const token = new URL(server.address).searchParams.get('token') ?? '';
  return {
    Origin: `http://127.0.0.1:${String(server.port)}`,
    Cookie: `strongroom-${String(server.port)}=${token}`,
  };
}

export function socketTransport(server: Pick<BrowserServer, 'port' | 'address'>): WebSocketTransport {
  return new WebSocketTransport(
    () => new WebSocket(`ws://127.0.0.1:${String(server.port)}/socket`, { headers: socketHeaders(server) }),
  );
}

export function whenStatus(transport: Pick<Transport, 'onStatus'>, wanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    transport.onStatus((connected) => {
      if (connected === wanted) resolve();
    });
  });
}

/** The WebSocket client and the host of the browser, on a real loopback connection. */
export const linkOverWebSocket: LinkMaker = async (backend) => {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-link-'));
  const server = await startBrowserServer({ dispatcher: createDispatcher(backend), folder, port: 0 });
  const transport = socketTransport(server);
  await whenStatus(transport, true);
  let cut: Promise<void> | undefined;
  return {
    transport,
    cut: () => (cut ??= server.close()),
    close: async () => {
      transport.close();
      await (cut ?? server.close());
      await rm(folder, { recursive: true, force: true });
    },
  };
};
