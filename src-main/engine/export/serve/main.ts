import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../../../contract/loopback';
import type { InputContract } from '../../../contract/schemas/input-contract';
import { openModel } from './model';
import { createModelServer } from './server';
import { readSettings, usage, UsageError } from './settings';

/** How long answers under way may take when the server is asked to end. */
const goodbyeMilliseconds = 10_000;

/** As far as it has to be for rows to be read by it. */
function isContract(document: unknown): document is InputContract {
  return (
    typeof document === 'object' &&
    document !== null &&
    'kind' in document &&
    document.kind === 'strongroom-input-contract' &&
    'formatVersion' in document &&
    document.formatVersion === 1 &&
    'columns' in document &&
    Array.isArray(document.columns)
  );
}

async function readContract(path: string): Promise<InputContract> {
  const document: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isContract(document)) throw new UsageError(`${path} is not the input contract of a model.`);
  return document;
}

/** Serves until it is told to end (Ctrl-C or SIGTERM): answers under way are given, no new ones are taken. */
async function serve(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), import.meta.dirname);
  const contract = await readContract(settings.contract);
  const model = await openModel(settings.model, contract);
  const server = createModelServer(model, contract, settings);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port, address, family } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  process.stdout.write(`Predicting ${contract.target} on http://${name}:${String(port)}/\n`);
  if (!isLoopback(settings.host)) {
    process.stderr.write('Other machines can reach this server, and it asks nobody for a password.\n');
  }
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => server.closeAllConnections(), goodbyeMilliseconds).unref();
    server.close(() => void model.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // Started by a program that keeps its input open: it ends with that program.
  if (process.env['STRONGROOM_SERVE_PARENT'] === '1') process.stdin.on('end', end).resume();
}

serve().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(isUsage ? `${text}\n\n${usage}` : `${text}\n`);
  process.exit(isUsage ? 2 : 1);
});
