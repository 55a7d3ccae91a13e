import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  TimeLeft,
  openHouse,
  workspaceRoot,
  type BackendOptions,
  type House,
  type Work,
} from '../../services/headless';
import { Progress, type ProgressStream } from './progress';

/** What a command may use, given by the entry and by tests. */
export interface Terminal {
  options: Omit<BackendOptions, 'host' | 'workspace'>;
  stdout: { write(text: string): unknown };
  stderr: ProgressStream;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** What a command leaves: a document for `--json`, text for people, and whether it went well. */
export interface Outcome {
  document: unknown;
  text: string;
  failed?: boolean;
}

/**
 * Runs the work with services over a workspace of its own, which is gone afterwards: a command leaves nothing
 * but what it was asked to write.
 * @param root a workspace that stays, instead; null for the one of the window.
 */
export async function withHouse<T>(
  terminal: Terminal,
  action: (house: House, work: Work) => Promise<T>,
  root?: string | null,
): Promise<T> {
  const passing = root === undefined ? await mkdtemp(join(tmpdir(), 'strongroom-')) : null;
  const workspace = passing ?? root ?? workspaceRoot();
  const progress = new Progress(terminal.stderr);
  const timeLeft = new TimeLeft();
  let furthest = 0;
  try {
    const house = await openHouse({ ...terminal.options, host: 'cli', workspace });
    try {
      return await action(house, {
        signal: terminal.signal,
        report: (fraction, detail) => {
          // Parts of the work overlap; what was done is never undone.
          furthest = Math.max(furthest, fraction ?? 0);
          const shown = fraction === null ? null : furthest;
          progress.show(shown, detail, timeLeft.update(shown));
        },
      });
    } finally {
      progress.end();
      await house.close();
    }
  } finally {
    if (passing !== null) await rm(passing, { recursive: true, force: true, maxRetries: 3 });
  }
}
