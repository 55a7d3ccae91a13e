import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  developmentOriginOf,
  isOwnAddress,
  mayLoad,
  startAddress,
} from '../../../src-main/hosts/desktop/addresses';
import { bindIpc } from '../../../src-main/hosts/desktop/ipc';
import { createProtocolHandler, customScheme } from '../../../src-main/hosts/desktop/protocol';
import { windowOptions } from '../../../src-main/hosts/desktop/window';
import { createDispatcher } from '../../../src-main/hosts/shared/dispatch';
import { createExampleBackend } from '../../support/backend';
import { FakeIpc, runPreload } from '../../support/transports';

describe('addresses', () => {
  const foreign = [
    'https://evil.example/',
    'file:///etc/passwd',
    'app://evil/index.html',
    'app://strongroom.evil/',
    'app://strongroom@evil/',
    'app://user@strongroom/',
    'app://strongroom:80/',
    'javascript:alert(1)',
    'about:blank',
    'http://127.0.0.1:5173/',
    'not an address',
    '',
  ];

  it('knows its own from all others', () => {
    expect(isOwnAddress(startAddress, null)).toBe(true);
    for (const address of foreign) expect(isOwnAddress(address, null), address).toBe(false);
  });

  it('loads its own files and nothing from any network, loopback included', () => {
    for (const address of [
      startAddress,
      'blob:app://strongroom/1',
      'data:image/png;base64,AA',
      'devtools://devtools/x',
    ]) {
      expect(mayLoad(address, null), address).toBe(true);
    }
    for (const address of [
      ...foreign,
      'ws://127.0.0.1:5173/',
      'wss://evil.example/',
      'ftp://evil.example/',
    ]) {
      expect(mayLoad(address, null), address).toBe(false);
    }
  });

  it('takes a development server on loopback only, and never when packaged', () => {
    expect(developmentOriginOf('http://localhost:5173/x', false)).toBe('http://localhost:5173');
    expect(developmentOriginOf('http://localhost:5173', true)).toBeNull();
    expect(developmentOriginOf('https://evil.example', false)).toBeNull();
    expect(developmentOriginOf('http://localhost.evil.example', false)).toBeNull();
    expect(developmentOriginOf(undefined, false)).toBeNull();
    expect(mayLoad('ws://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(mayLoad('ws://localhost:5174/', 'http://localhost:5173')).toBe(false);
  });
});

describe('the window', () => {
  it('has every switch of isolation on and no Node in it', () => {
    expect(windowOptions('/preload.cjs', false).webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    });
  });
});

describe('the preload', () => {
  it('exposes exactly the two functions of the bridge, under one name', async () => {
    const exposed = await runPreload(new FakeIpc());
    expect([...exposed.keys()]).toEqual(['strongroom']);
    const bridge = exposed.get('strongroom') ?? {};
    expect(Object.keys(bridge).sort()).toEqual(['invoke', 'subscribe']);
    expect(Object.values(bridge).map((value) => typeof value)).toEqual(['function', 'function']);
  });
});

describe('who may ask over IPC', () => {
  const request = { kind: 'request', id: 1, call: 'projects.list', params: {} };

  it.each([
    ['a frame inside of our page', { url: startAddress, parent: {} }],
    ['a page from elsewhere', { url: 'https://evil.example/', parent: null }],
    ['a file', { url: 'file:///tmp/x.html', parent: null }],
  ])('turns away %s', async (_who, sender) => {
    const ipc = new FakeIpc();
    const backend = createExampleBackend();
    bindIpc(ipc.main, createDispatcher(backend), () => [ipc.page], null);
    ipc.sender = sender;
    await expect(ipc.renderer.invoke('strongroom:invoke', request)).rejects.toThrow('not part of Strongroom');
    expect(backend.calledWith).toEqual([]);
  });

  it('uses one channel that answers, and leaves none behind', () => {
    const ipc = new FakeIpc();
    const backend = createExampleBackend();
    const unbind = bindIpc(ipc.main, createDispatcher(backend), () => [ipc.page], null);
    expect([...ipc.handlers.keys()]).toEqual(['strongroom:invoke']);
    expect(backend.listeners.size).toBe(1);
    unbind();
    expect(ipc.handlers.size + backend.listeners.size).toBe(0);
  });
});

describe('the protocol', () => {
  let base: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'strongroom-protocol-'));
    await mkdir(join(base, 'renderer'));
    await writeFile(join(base, 'renderer/index.html'), '<title>The workbench</title>');
    await writeFile(join(base, 'secret.js'), 'secret');
  });
  afterAll(() => rm(base, { recursive: true, force: true }));
  const ask = (address: string, method = 'GET'): Promise<Response> =>
    createProtocolHandler(join(base, 'renderer'))(new Request(address, { method }));

  it('serves the interface with its policy', async () => {
    const response = await ask(startAddress);
    expect([response.status, await response.text()]).toEqual([200, '<title>The workbench</title>']);
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it.each([
    ['app://strongroom/..%2fsecret.js', 404],
    ['app://strongroom/%2e%2e/secret.js', 404],
    ['app://strongroom/nothing.js', 404],
    ['app://evil/index.html', 403],
    ['https://strongroom/index.html', 403],
  ])('does not serve %s', async (address, status) => {
    const response = await ask(address);
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  it('answers GET only', async () => {
    expect((await ask(startAddress, 'POST')).status).toBe(405);
  });

  it('keeps the rules of the web for its scheme', () => {
    expect(customScheme.privileges).toMatchObject({ standard: true, secure: true });
    expect(customScheme.privileges).not.toHaveProperty('bypassCSP');
    expect(customScheme.privileges).not.toHaveProperty('corsEnabled');
  });
});
