import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface RunningHost {
  process: ChildProcess;
  /** All that it has said so far. */
  output(): string;
  address: string;
  port: number;
  /** Ends it as Ctrl-C does and gives its exit code; then its workspace is removed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Ended {
  code: number | null;
  output: string;
}

function start(
  args: string[],
  environment: NodeJS.ProcessEnv,
): { child: ChildProcess; said: { text: string } } {
  const child = spawn(process.execPath, [join(root, 'out/main/browser-host.js'), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { text: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
  return { child, said };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolvePromise) => child.once('close', resolvePromise));

/** Runs the built browser host, which is expected to end by itself. */
export async function runHost(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { child, said } = start(args, environment);
  return { code: await ended(child), output: said.text };
}

/** Starts the built browser host in a workspace of its own and waits until it serves. */
export async function startHost(
  args: string[] = ['--no-open'],
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningHost> {
  const home = await mkdtemp(join(tmpdir(), 'strongroom-host-'));
  const { child, said } = start(args, { STRONGROOM_HOME: home, ...environment });
  const ready = await new Promise<{ address: string; port: number }>((resolvePromise, reject) => {
    child.stdout?.on('data', () => {
      const line = /^strongroom-ready (\{.*\})$/m.exec(said.text)?.[1];
      if (line !== undefined) resolvePromise(JSON.parse(line) as { address: string; port: number });
    });
    child.once('close', (code) => reject(new Error(`The host ended with ${String(code)}:\n${said.text}`)));
  });
  return {
    process: child,
    output: () => said.text,
    address: ready.address,
    port: ready.port,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await ended(child);
      await rm(home, { recursive: true, force: true });
      return code;
    },
  };
}
