import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../src-renderer/api/client';
import { openerFor } from '../../../src-main/hosts/browser/open-browser';
import { readOptions } from '../../../src-main/hosts/browser/options';
import { runHost, startHost, type RunningHost } from '../../support/browser-host';
import { socketTransport, whenStatus } from '../../support/transports';

const linux = process.platform === 'linux';
const hosts: RunningHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) if (host.process.exitCode === null) await host.stop();
});

async function start(args?: string[], environment?: NodeJS.ProcessEnv): Promise<RunningHost> {
  const host = await startHost(args, environment);
  hosts.push(host);
  return host;
}

describe('the browser host as a process', () => {
  it('says its address for people and for programs, and serves calls there', async () => {
    const host = await start();
    expect(host.output()).toContain(`\n    ${host.address}\n`);
    expect(host.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
    const transport = socketTransport(host);
    await whenStatus(transport, true);
    const client = createClient(transport);
    expect(await client.call('app.describe', {})).toMatchObject({
      host: 'browser',
      platform: process.platform,
    });
    client.close();
  });

  it('makes a new token each time', async () => {
    const tokens = (await Promise.all([start(), start()])).map(({ address }) => address.split('token=')[1]);
    expect(new Set(tokens).size).toBe(2);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s, with windows open', async (signal) => {
    const host = await start();
    const transport = socketTransport(host);
    await whenStatus(transport, true);
    const lost = whenStatus(transport, false);
    expect(await host.stop(signal)).toBe(0);
    await lost;
    transport.close();
  });

  it('says which port is taken and what to do', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const home = await mkdtemp(join(tmpdir(), 'strongroom-port-'));
    const { code, output } = await runHost(['--no-open', '--port', String(port)], { STRONGROOM_HOME: home });
    server.close();
    await rm(home, { recursive: true });
    expect(code).toBe(1);
    expect(output).toContain(`Port ${String(port)} cannot be used (EADDRINUSE). (BUSY)`);
    expect(output).toContain('Leave --port out');
  });

  it('ends with 2 when it is started wrongly', async () => {
    const { code, output } = await runHost(['--prot', '1']);
    expect([code, output.includes('--port N')]).toEqual([2, true]);
  });

  // The opener is a program of the system; on Linux one of ours can stand in its place on the PATH.
  it.runIf(linux)(
    'hands the browser a file that only its owner reads, and the token to no argument',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'strongroom-opener-'));
      const opener = join(folder, 'xdg-open');
      await writeFile(
        opener,
        `#!/bin/sh\nprintf '%s' "$*" > ${folder}/arguments.new\nmv ${folder}/arguments.new ${folder}/arguments\n`,
      );
      await chmod(opener, 0o755);
      const host = await start([], { DISPLAY: ':99', PATH: `${folder}:${process.env['PATH'] ?? ''}` });
      while (!(await readdir(folder)).includes('arguments'))
        await new Promise((resolve) => setTimeout(resolve, 20));
      const path = await readFile(join(folder, 'arguments'), 'utf8');
      const token = new URL(host.address).searchParams.get('token') ?? '';
      expect(path).not.toContain(token);
      expect(await readFile(`/proc/${String(host.process.pid)}/cmdline`, 'utf8')).not.toContain(token);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
      expect(await readFile(path, 'utf8')).toContain(host.address);
      expect(await host.stop()).toBe(0);
      await expect(stat(path)).rejects.toThrow('ENOENT');
      await rm(folder, { recursive: true });
    },
  );
});

describe('options of the browser host', () => {
  it('takes a free port and opens the browser by default', () => {
    expect(readOptions([], {})).toEqual({ port: 0, open: true });
  });
  it('takes flags before the environment', () => {
    expect(readOptions(['--port', '8080', '--no-open'], { STRONGROOM_PORT: '1' })).toEqual({
      port: 8080,
      open: false,
    });
    expect(readOptions([], { STRONGROOM_PORT: '9000' }).port).toBe(9000);
  });
  it.each([['--port', '65536'], ['--port', '-1'], ['--port', '1.5'], ['--port', 'x'], ['--port'], ['other']])(
    'refuses %s %s',
    (...args) => {
      expect(() => readOptions(args, {})).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
  it('knows what opens a file on each system', () => {
    expect(
      (['linux', 'darwin', 'win32'] as const).map((platform) => openerFor(platform, 'f').program),
    ).toEqual(['xdg-open', 'open', 'rundll32.exe']);
  });
});
