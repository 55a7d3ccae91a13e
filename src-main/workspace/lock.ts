import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { StrongroomError } from '../contract/errors';
import { writeFailure } from './files';

/** Locks that this very process holds: a file with our own pid that is not here was left by an earlier process. */
const held = new Set<string>();

/** How long a process may take from making the lock file to filling it. */
const fillMilliseconds = 5_000;

interface Holder {
  pid: number;
  host: string;
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.host === 'string'
      ? { pid: value.pid, host: value.host }
      : null;
  } catch {
    return null;
  }
}

/** Whether the lock was left by a process that is gone: killed, or before the machine was started. */
async function isStale(path: string): Promise<boolean> {
  const holder = await readHolder(path);
  const writtenAt = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
  // Another process may have made the file and not filled it yet.
  if (holder === null) return writtenAt < Date.now() - fillMilliseconds;
  if (holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return !held.has(path);
  return !isProcessAlive(holder.pid) || writtenAt < Date.now() - uptime() * 1000;
}

/**
 * Takes a lock file for this process and gives the function that lets it go. One process holds it at a time;
 * what a killed process left behind is taken over. Throws BUSY with the other's process id.
 */
export async function takeLock(path: string, what: string): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      const file = await open(path, 'wx');
      try {
        await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (error) {
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!exists) throw writeFailure(error, path);
      if (attempt > 0 || !(await isStale(path))) {
        const holder = await readHolder(path);
        throw new StrongroomError('BUSY', `${what} is open in another Strongroom.`, {
          ...(holder === null ? {} : { received: `process ${String(holder.pid)} on ${holder.host}` }),
          next: 'Close it there, or open another project.',
        });
      }
      await rm(path, { force: true });
    }
  }
}
