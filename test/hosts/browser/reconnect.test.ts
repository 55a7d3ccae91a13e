import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startBrowserServer, type BrowserServer } from '../../../src-main/hosts/browser/server';
import { createDispatcher } from '../../../src-main/hosts/shared/dispatch';
import { createClient } from '../../../src-renderer/api/client';
import { WebSocketTransport } from '../../../src-renderer/api/websocket';
import { events } from '../../../src-main/contract/events';
import { exampleOf } from '../../support/examples';
import { createExampleBackend } from '../../support/backend';
import { socketHeaders, whenStatus } from '../../support/transports';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-reconnect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a window that loses its host', () => {
  it('hears DISCONNECTED for what was under way, connects again by itself, and events go on', async () => {
    const backend = createExampleBackend({ 'recipes.plan': () => new Promise(() => undefined) });
    const start = (port: number): Promise<BrowserServer> =>
      startBrowserServer({ dispatcher: createDispatcher(backend), folder, port });
    let server = await start(0);
    const { port } = server;
    const transport = new WebSocketTransport(
      () => new WebSocket(`ws://127.0.0.1:${String(port)}/socket`, { headers: socketHeaders(server) }),
    );
    const client = createClient(transport);
    const states: boolean[] = [];
    client.onStatus((connected) => void states.push(connected));
    const heard = new Promise((resolve) => client.on('job.progress', resolve));
    await whenStatus(transport, true);

    const pending = client.call('recipes.plan', {});
    const refused = expect(pending).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await server.close();
    await refused;
    await whenStatus(transport, false);
    expect(backend.listeners.size).toBe(0);

    server = await start(port);
    await whenStatus(transport, true);
    expect(states).toEqual([false, true, false, true]);
    expect(await client.call('projects.list', {})).not.toEqual([]);
    const progress = exampleOf(events['job.progress']);
    backend.emit('job.progress', progress);
    expect(await heard).toEqual(progress);
    client.close();
    await server.close();
  });

  it('stops trying once it is closed', async () => {
    let opened = 0;
    const transport = new WebSocketTransport(() => {
      opened += 1;
      // Nothing listens on port 1.
      return new WebSocket('ws://127.0.0.1:1/socket');
    });
    transport.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(opened).toBe(1);
  });
});
