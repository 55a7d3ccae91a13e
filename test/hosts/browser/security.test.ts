import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserServer, type BrowserServer } from '../../../src-main/hosts/browser/server';
import { createDispatcher } from '../../../src-main/hosts/shared/dispatch';
import { createExampleBackend } from '../../support/backend';
import { socketHeaders } from '../../support/transports';

let base: string;
let server: BrowserServer;
let token: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'strongroom-security-'));
  const folder = join(base, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>The workbench</title>');
  await writeFile(join(folder, 'assets/index-abc.js'), 'export const one = 1;');
  await writeFile(join(folder, '.hidden.js'), 'secret');
  await writeFile(join(folder, 'notes.env'), 'secret');
  await writeFile(join(base, 'secret.js'), 'secret');
  await symlink(join(base, 'secret.js'), join(folder, 'assets/link.js'));
  server = await startBrowserServer({
    dispatcher: createDispatcher(createExampleBackend()),
    folder,
    port: 0,
  });
  token = new URL(server.address).searchParams.get('token') ?? '';
});
afterAll(async () => {
  await server.close();
  await rm(base, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request whose path is sent as it is written, without the tidying of URL. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers, agent: false },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

const cookie = (): Record<string, string> => ({ Cookie: socketHeaders(server)['Cookie'] ?? '' });
const host = (): string => `127.0.0.1:${String(server.port)}`;

/** 'open', or the status with which the upgrade was refused. */
function upgrade(headers: Record<string, string>, path = '/socket'): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(server.port)}${path}`, { headers });
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(String(response.statusCode));
      response.destroy();
    });
    socket.on('error', () => undefined);
  });
}

describe('pages of the browser host', () => {
  it('serves nothing without the token', async () => {
    for (const path of [
      '/',
      '/index.html',
      '/assets/index-abc.js',
      '/nothing',
      '/?token=',
      `/?token=${'A'.repeat(32)}`,
    ]) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(403);
      expect(answer.headers['set-cookie'], path).toBeUndefined();
      expect(answer.body, path).not.toContain('workbench</title>');
    }
  });

  it('serves nothing with a wrong or a shortened cookie, nor with that of another port', async () => {
    const name = `strongroom-${String(server.port)}`;
    for (const wrong of [
      `${name}=`,
      `${name}=${token.slice(0, -1)}`,
      `${name}=${token}x`,
      `strongroom-1=${token}`,
    ]) {
      expect((await ask('/', { Cookie: wrong })).status, wrong).toBe(403);
    }
  });

  it('takes the token once, in exchange for a cookie that scripts and other sites cannot use', async () => {
    const first = await ask(`/?token=${token}`, { 'Sec-Fetch-Site': 'none' });
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const [set = ''] = first.headers['set-cookie'] ?? [];
    expect(set).toBe(`strongroom-${String(server.port)}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    const second = await ask('/', { Cookie: set.split(';')[0] ?? '' });
    expect(second.status).toBe(200);
    expect(second.body).toContain('The workbench');
    expect(second.body).not.toContain(token);
  });

  it('lets a visit that begins in a file enter through a page of its own', async () => {
    const headers = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    };
    const answer = await ask(`/?token=${token}`, headers);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('content="0;url=/"');
    expect(answer.body).not.toContain(token);
  });

  it('answers to loopback names with its port only, against DNS rebinding', async () => {
    const port = String(server.port);
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      expect((await ask('/', { ...cookie(), Host: `${name}:${port}` })).status, name).toBe(200);
    }
    const foreign = [
      'evil.example',
      '127.0.0.1',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '10.0.0.1',
    ];
    for (const name of [
      ...foreign.map((each) => `${each}:${port}`).filter((each) => each !== host()),
      '127.0.0.1:1',
      '127.0.0.1',
    ]) {
      expect((await ask('/', { ...cookie(), Host: name })).status, name).toBe(403);
      expect((await ask(`/?token=${token}`, { Host: name })).status, name).toBe(403);
    }
  });

  it('refuses foreign origins, also those of other ports and of files', async () => {
    const port = String(server.port);
    expect((await ask('/', { ...cookie(), Origin: `http://${host()}` })).status).toBe(200);
    for (const origin of [
      'https://evil.example',
      'http://127.0.0.1:1',
      'null',
      `https://${host()}`,
      `http://localhost:${port}`,
    ]) {
      expect((await ask('/', { ...cookie(), Origin: origin })).status, origin).toBe(403);
    }
  });

  it('may be linked to from elsewhere, never embedded or scripted', async () => {
    const from = (mode: string, destination: string): Record<string, string> => ({
      ...cookie(),
      'Sec-Fetch-Site': 'same-site',
      'Sec-Fetch-Mode': mode,
      'Sec-Fetch-Dest': destination,
    });
    expect((await ask('/', from('navigate', 'document'))).status).toBe(200);
    expect((await ask('/', from('navigate', 'iframe'))).status).toBe(403);
    expect((await ask('/assets/index-abc.js', from('no-cors', 'script'))).status).toBe(403);
    expect((await ask('/', from('cors', 'empty'))).status).toBe(403);
  });

  it('never leaves its folder', async () => {
    const ways = [
      '/../secret.js',
      '/assets/../../secret.js',
      '/%2e%2e/secret.js',
      '/assets/%2e%2e/%2e%2e/secret.js',
      '/..%2fsecret.js',
      '/..%5csecret.js',
      '/assets/..\\..\\secret.js',
      '//secret.js',
      '/%00/secret.js',
      '/assets/link.js',
      '/.hidden.js',
      '/notes.env',
      '/assets/',
      '/%',
      `/${join(base, 'secret.js')}`,
    ];
    for (const way of ways) {
      const answer = await ask(way, cookie());
      expect(answer.status, way).toBe(404);
      expect(answer.body, way).not.toContain('secret');
    }
    expect((await ask('/assets/index-abc.js', cookie())).status).toBe(200);
  });

  it('answers GET and HEAD only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await ask('/', cookie(), method);
      expect([answer.status, answer.headers.allow], method).toEqual([405, 'GET, HEAD']);
    }
    const head = await ask('/', cookie(), 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
  });

  it('sends its headers with every answer, good or bad', async () => {
    for (const answer of [await ask('/', cookie()), await ask('/'), await ask('/nothing', cookie())]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const policy = String((await ask('/', cookie())).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    // Nothing remote, no inline script or style, no evaluation: every source is a keyword or this very host.
    const sources = policy.split(';').flatMap((directive) => directive.trim().split(' ').slice(1));
    const known = ["'none'", "'self'", 'data:', 'blob:', `ws://${host()}`];
    expect(sources.filter((source) => !known.includes(source))).toEqual([]);
    expect(policy).toContain("style-src 'self';");
  });

  it('is bound to the loopback address alone', async () => {
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outward) {
      const outcome = await new Promise((resolve) => {
        const socket = connect({ host: address, port: server.port }, () => {
          resolve('connected');
          socket.destroy();
        });
        socket.on('error', () => resolve('refused'));
      });
      expect(outcome, address).toBe('refused');
    }
  });
});

describe('the WebSocket of the browser host', () => {
  it('opens for our own page', async () => {
    expect(await upgrade(socketHeaders(server))).toBe('open');
  });

  it('needs the cookie, and the right one', async () => {
    const { Origin: origin = '' } = socketHeaders(server);
    expect(await upgrade({ Origin: origin })).toBe('403');
    expect(
      await upgrade({ Origin: origin, Cookie: `strongroom-${String(server.port)}=${'A'.repeat(32)}` }),
    ).toBe('403');
    // The token is for the first visit alone.
    expect(await upgrade({ Origin: origin }, `/socket?token=${token}`)).toBe('403');
  });

  it('needs our own origin, even with the cookie', async () => {
    expect(await upgrade(cookie())).toBe('403');
    for (const origin of ['https://evil.example', 'http://127.0.0.1:1', 'null', `https://${host()}`]) {
      expect(await upgrade({ ...cookie(), Origin: origin }), origin).toBe('403');
    }
  });

  it('needs a loopback host', async () => {
    const evil = `evil.example:${String(server.port)}`;
    expect(await upgrade({ ...cookie(), Host: evil, Origin: `http://${evil}` })).toBe('403');
  });

  it('is at one place only', async () => {
    expect(await upgrade(socketHeaders(server), '/other')).toBe('404');
  });

  it.each([
    ['text that is not JSON', '{', 1007],
    ['a binary message that is cut', Buffer.from([9, 0, 0, 0]), 1007],
    ['a message that is too large', Buffer.alloc((16 << 20) + 1), 1009],
  ])('closes on %s', async (_what, message, code) => {
    const socket = new WebSocket(`ws://${host()}/socket`, { headers: socketHeaders(server) });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send(message));
    expect(await closed).toBe(code);
  });
});
