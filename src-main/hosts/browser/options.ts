import { parseArgs } from 'node:util';
import { StrongroomError } from '../../contract/errors';

export interface HostOptions {
  /** 0 takes a free one. */
  port: number;
  open: boolean;
}

const largestPort = 65_535;

/** Reads `--port N` (or STRONGROOM_PORT) and `--no-open`. Throws USAGE. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): HostOptions {
  const usage = (received: string): StrongroomError =>
    new StrongroomError('USAGE', `The browser host does not understand ${received}.`, {
      expected: '--port N with N from 0 to 65535, and --no-open',
      received,
      next: 'Leave it out, or write it as above.',
    });
  let values: { port?: string; 'no-open'?: boolean };
  try {
    values = parseArgs({
      args,
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
      strict: true,
    }).values;
  } catch {
    throw usage(args.join(' '));
  }
  const written = values.port ?? environment['STRONGROOM_PORT'] ?? '0';
  const port = Number(written);
  if (!/^\d+$/.test(written) || port > largestPort) throw usage(`the port ${written}`);
  return { port, open: values['no-open'] !== true };
}
