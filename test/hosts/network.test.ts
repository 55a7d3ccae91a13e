import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src-renderer/api/client';
import { jobIdSchema } from '../../src-main/contract/schemas/common';
import { root, startHost } from '../support/browser-host';
import { foreignSockets, processTree } from '../support/network';
import { socketTransport, whenStatus } from '../support/transports';

const guard = pathToFileURL(join(root, 'test/support/network-guard.mjs')).href;
const linux = process.platform === 'linux';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-network-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function guarded(name: string): { log: string; environment: NodeJS.ProcessEnv } {
  const log = join(folder, name);
  return { log, environment: { STRONGROOM_NETWORK_LOG: log, NODE_OPTIONS: `--import=${guard}` } };
}

describe('nothing leaves the machine', () => {
  it('the guard sees what it should: connections and look-ups that are not loopback', async () => {
    const { log, environment } = guarded('self');
    const attempts = [
      "require('net').connect(80, '192.0.2.1')",
      "require('http').get('http://192.0.2.2/').on('error', () => {})",
      "require('dns').lookup('strongroom.invalid', () => {})",
      "fetch('http://192.0.2.3/').catch(() => {})",
      "require('dgram').createSocket('udp4').send('x', 9, '192.0.2.4')",
    ];
    for (const code of attempts) {
      await new Promise((resolve) =>
        execFile(process.execPath, ['-e', code], { env: { ...process.env, ...environment } }, resolve),
      );
    }
    const seen = (await readFile(log, 'utf8'))
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith('guarded'));
    expect(seen.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'connect 192.0.2.1:80',
      'connect 192.0.2.2:80',
      'look up strongroom.invalid',
      'connect 192.0.2.3:80',
      'datagram x 192.0.2.4',
    ]);
  });

  it('while the host, its engines and an import run, no process looks up or connects to anything else', async () => {
    const { log, environment } = guarded('host');
    const host = await startHost(['--no-open'], environment);
    const transport = socketTransport(host);
    await whenStatus(transport, true);
    const client = createClient(transport);
    const foreign: string[] = [];
    const watch = (): void => {
      if (linux) foreign.push(...foreignSockets(processTree(host.process.pid ?? 0)));
    };
    const watching = setInterval(watch, 50);
    try {
      await client.call('projects.current', {});
      await client.call('doctor.report', {});
      watch();
      const [sample] = await client.call('samples.list', {});
      if (sample === undefined) throw new Error('A sample was expected.');
      await client.call('datasets.import', {
        job: jobIdSchema.parse('import'),
        source: { kind: 'sample', sample: sample.id },
      });
      watch();
    } finally {
      clearInterval(watching);
      client.close();
      await host.stop();
    }
    const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
    // The host and at least one child were watched.
    expect(new Set(lines.filter((line) => line.endsWith('guarded'))).size).toBeGreaterThan(1);
    expect(lines.filter((line) => !line.endsWith('guarded'))).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('no source names an address to load at run time', async () => {
    const found: string[] = [];
    for (const part of ['src-main', 'src-renderer']) {
      for (const entry of await readdir(join(root, part), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(ts|svelte|css|html|js|svg)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const lines = (await readFile(path, 'utf8')).split('\n');
        lines.forEach((line, index) => {
          // Comments may name their sources, XML its namespaces and JSON Schema its dialect; the rest may not name any host but our own.
          const code = line
            .replace(/^\s*(\/\/|\*|\/\*).*$/, '')
            .replace(/http:\/\/(www\.w3\.org|schemas\.openxmlformats\.org)\/\S+/g, '')
            .replace(/https:\/\/json-schema\.org\/draft\/\S+/g, '');
          const remote = /\b(?:https?|wss?|ftp):\/\/(?!\$\{|127\.0\.0\.1|localhost|\[::1\])[^\s'"`]+/.exec(
            code,
          )?.[0];
          if (remote !== undefined)
            found.push(`${path.slice(root.length + 1)}:${String(index + 1)} ${remote}`);
        });
      }
    }
    expect(found).toEqual([]);
  });
});
