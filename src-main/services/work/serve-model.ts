import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { currentSearch, findNode } from '../../sessions';
import { runManifest } from '../../workspace';
import type { House } from '../house';
import { contractOfModel, serverFile } from './export-kit';
import { exportModel } from './export-model';
import { openModel } from './model-folder';
import type { Work } from './work';

/** The two files that a server needs. */
export interface Served {
  model: string;
  contract: string;
}

const contractFile = 'contract.json';

/** The exported file and the contract of a folder that an export with its kit wrote, or null. */
async function servedIn(path: string): Promise<Served | null> {
  const isFile = path.endsWith('.onnx');
  const folder = isFile ? dirname(path) : path;
  const names = isFile ? [basename(path)] : await readdir(folder).catch(() => []);
  const model = names.find((name) => name.endsWith('.onnx'));
  if (model === undefined || !existsSync(join(folder, contractFile))) return null;
  return { model: join(folder, model), contract: join(folder, contractFile) };
}

/**
 * What there is to serve at a path: an exported file with its contract, or the folder of a trained model, which is
 * exported into `scratch` and verified first. Throws MODEL_NOT_FOUND, EXPORT_DIFFERS.
 */
export async function servedModel(house: House, path: string, scratch: string, work: Work): Promise<Served> {
  const place = resolve(path);
  const exported = await servedIn(place);
  if (exported !== null) return exported;
  if (!existsSync(join(place, runManifest))) {
    throw new StrongroomError('MODEL_NOT_FOUND', `${path} holds nothing that can be served.`, {
      expected: `a folder that "strongroom train" wrote, or one of "strongroom export --kit" with an ONNX file and ${contractFile}`,
      received: existsSync(place) ? 'neither of them' : 'no such file or folder',
      next: 'Give the folder of the model.',
    });
  }
  const model = await openModel(place);
  const served = { model: join(scratch, 'model.onnx'), contract: join(scratch, contractFile) };
  const settings = { format: 'onnx', quantize: 'none', scope: 'pipeline', licence: '' } as const;
  // The contract tells of the columns after cleaning: what the file takes has to be the same.
  const how = { measured: false, mayClean: false };
  const { outputs } = await exportModel(house, model, settings, served.model, work, how);
  await writeFile(served.contract, JSON.stringify(await contractOfModel(house, model, outputs)));
  return served;
}

/** What is passed on of the server's words. */
export interface ServerOutput {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs the server until the signal is aborted, in a process of its own on plain Node. Throws BUSY or INTERNAL with what
 * it said when it ends by itself.
 */
export async function serve(
  house: House,
  { model, contract }: Served,
  options: readonly string[],
  output: ServerOutput,
  signal: AbortSignal,
): Promise<void> {
  const node = findNode(currentSearch(house.options.resources));
  const child = spawn(node, [serverFile(house), '--model', model, '--contract', contract, ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // It ends with us: our end of its input closes whatever ends us.
    env: { ...process.env, STRONGROOM_SERVE_PARENT: '1' },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.out(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000);
    output.err(text);
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (signal.aborted || code === 0) return;
    const isTaken = said.includes('EADDRINUSE');
    throw new StrongroomError(
      isTaken ? 'BUSY' : 'INTERNAL',
      isTaken ? 'The port is in use by another program.' : 'The server ended by itself.',
      {
        received: said.trim(),
        next: isTaken ? 'Give another port by --port; 0 takes a free one.' : 'See what it said.',
      },
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
