import { runCommandLine } from '../../../src-main/hosts/cli/run';
import { engineOptions } from './house';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** What stdout holds as JSON; throws when it is not exactly one document. */
  json(): unknown;
}

/** Runs a command line in this process, over real children. */
export async function strongroom(...args: string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(args, engineOptions.version, {
    options: engineOptions,
    stdout: { write: (text) => (stdout += text) },
    stderr: {
      write: (text: string) => {
        stderr += text;
        return true;
      },
    },
    signal: new AbortController().signal,
  });
  return { code, stdout, stderr, json: () => JSON.parse(stdout) as unknown };
}
