import { join } from 'node:path';
import { normalizeError } from '../../contract/errors';
import { createBackend } from '../../services';
import { createDispatcher } from '../shared/dispatch';
import { version } from '../shared/version';
import { hasDisplay, openBrowser, writeDoorway } from './open-browser';
import { readOptions } from './options';
import { startBrowserServer } from './server';

/** How long the file that leads the browser here stays when nobody comes. */
const doorwayMilliseconds = 120_000;
/** Ending takes longer than this only when something hangs. */
const closeMilliseconds = 15_000;
/** A terminal may send Ctrl-C twice, by itself and through npm; only a later one means "at once". */
const impatientMilliseconds = 1_500;

const say = (words: string): void => void process.stdout.write(`${words}\n`);
const warn = (words: string): void => void process.stderr.write(`${words}\n`);

async function serve(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  const here = import.meta.dirname;
  const backend = await createBackend({
    host: 'browser',
    resources: join(here, '../../resources'),
    engineEntry: join(here, 'engine-child.js'),
    version,
  });
  const dispatcher = createDispatcher(backend, (fault) => warn(`${fault.message} ${fault.received ?? ''}`));
  const server = await startBrowserServer({
    dispatcher,
    folder: join(here, '../renderer'),
    port: options.port,
  }).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });

  let removeDoorway = async (): Promise<void> => undefined;
  let closingSince: number | null = null;
  const close = (): void => {
    if (closingSince !== null) {
      if (Date.now() - closingSince > impatientMilliseconds) process.exit(1);
      return;
    }
    closingSince = Date.now();
    setTimeout(() => process.exit(1), closeMilliseconds).unref();
    Promise.all([server.close(), removeDoorway()])
      .then(() => backend.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          warn(normalizeError(error).message);
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close);

  say(
    `Strongroom ${version} is ready. Open this address in a browser on this machine:\n\n    ${server.address}\n\n` +
      'Only this machine can reach it, and only with the token in the address. Ctrl-C ends it.',
  );
  // For programs that start the host; people have the lines above.
  if (!process.stdout.isTTY) {
    say(
      `strongroom-ready ${JSON.stringify({ address: server.address, port: server.port, process: process.pid })}`,
    );
  }

  if (!options.open || !hasDisplay(process.env, process.platform)) return;
  const doorway = await writeDoorway(server.address);
  removeDoorway = () => doorway.remove();
  setTimeout(() => void removeDoorway(), doorwayMilliseconds).unref();
  void server.entered.then(removeDoorway);
  if (!(await openBrowser(doorway.path)))
    say('No browser could be started from here; open the address yourself.');
}

serve().catch((error: unknown) => {
  const { code, message, expected, received, next } = normalizeError(error);
  warn(`${message} (${code})`);
  if (expected !== undefined) warn(`Expected: ${expected}`);
  if (received !== undefined) warn(`Received: ${received}`);
  if (next !== undefined) warn(next);
  process.exitCode = code === 'USAGE' ? 2 : 1;
});
