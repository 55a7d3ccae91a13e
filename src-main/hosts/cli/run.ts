import { CommanderError } from 'commander';
import { StrongroomError, normalizeError } from '../../contract/errors';
import type { Outcome, Terminal } from './command';
import { buildProgram } from './program';

const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

function formatError(error: StrongroomError): string {
  const lines = [`Error ${error.code}: ${error.message}`];
  if (error.expected !== undefined) lines.push(`  expected: ${error.expected}`);
  if (error.received !== undefined) lines.push(`  received: ${error.received}`);
  if (error.next !== undefined) lines.push(`  ${error.next}`);
  return `${lines.join('\n')}\n`;
}

/** Help and version were asked for, so showing them is what was to be done. */
const askedFor = new Set(['commander.helpDisplayed', 'commander.version']);

/**
 * Runs the command line and gives its exit code: 0 done, 1 failed, 2 wrong usage. With --json stdout carries
 * exactly one JSON document, for errors `{"error": {...}}`; without it errors go to stderr.
 */
export async function runCommandLine(args: string[], version: string, terminal: Terminal): Promise<number> {
  const isJson = args.includes('--json');
  const print = (document: unknown): void =>
    void terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  let code: number = exitCodes.done;
  const finish = ({ document, text, failed }: Outcome, json: boolean): void => {
    if (json) print(document);
    else terminal.stdout.write(`${text}\n`);
    code = failed === true ? exitCodes.failed : exitCodes.done;
  };
  try {
    await buildProgram(version, terminal, finish).parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError && askedFor.has(thrown.code)) return exitCodes.done;
    const isUsage = thrown instanceof CommanderError;
    const error = isUsage
      ? new StrongroomError('USAGE', thrown.message.replace(/^error: /, ''), {
          next: 'See strongroom --help.',
        })
      : normalizeError(thrown);
    if (isJson) print({ error: error.toPayload() });
    // Commander has written its own words about wrong usage already.
    else if (!isUsage) terminal.stderr.write(formatError(error));
    return error.code === 'USAGE' ? exitCodes.usage : exitCodes.failed;
  }
}
