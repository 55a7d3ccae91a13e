import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { isLoopback, whyNotNetwork } from '../../../contract/loopback';
import { serve, servedModel } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';

export interface ServeFlags {
  host: string;
  port: number;
  allowNetwork?: true;
  largestBody?: number;
  mostRows?: number;
}

/** `serve DIR`: answers rows over HTTP until Ctrl-C. */
export async function serveModel(path: string, flags: ServeFlags, terminal: Terminal): Promise<Outcome> {
  const { host, port, allowNetwork, largestBody, mostRows } = flags;
  if (!isLoopback(host) && allowNetwork !== true) {
    const { message, next } = whyNotNetwork(host);
    throw new StrongroomError('USAGE', message, { expected: '127.0.0.1', received: `--host ${host}`, next });
  }
  const scratch = await mkdtemp(join(tmpdir(), 'strongroom-serve-'));
  try {
    await withHouse(terminal, async (house, work) => {
      const served = await servedModel(house, path, scratch, work);
      const options = [
        ...['--host', host, '--port', String(port)],
        ...(allowNetwork === true ? ['--allow-network'] : []),
        ...(largestBody === undefined ? [] : ['--largest-body', String(largestBody)]),
        ...(mostRows === undefined ? [] : ['--most-rows', String(mostRows)]),
      ];
      const output = {
        out: (text: string) => void terminal.stdout.write(text),
        err: (text: string) => void terminal.stderr.write(text),
      };
      await serve(house, served, options, output, terminal.signal);
    });
    return { document: { stopped: true }, text: 'Stopped.' };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}
