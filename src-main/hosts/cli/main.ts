import { join, resolve } from 'node:path';
import { version } from '../shared/version';
import { runCommandLine } from './run';

/** Entry of the command line: where things are, Ctrl-C, and the exit code. */
const controller = new AbortController();
let askedAt = 0;
/** One Ctrl-C may arrive twice, from the terminal and from npm; a later one means that it takes too long. */
const sameKeyMilliseconds = 1_000;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const now = Date.now();
    if (askedAt !== 0 && now - askedAt > sameKeyMilliseconds) process.exit(1);
    if (askedAt === 0) process.stderr.write('\nCancelling …\n');
    askedAt ||= now;
    controller.abort();
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), version, {
  options: {
    resources: resolve(import.meta.dirname, '../../resources'),
    engineEntry: join(import.meta.dirname, 'engine-child.js'),
    version,
  },
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
});
