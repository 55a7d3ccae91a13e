import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import { addFolder, loadFolders } from './folders';

/** Tables that are kept; the one that was not used for longest goes first. */
const mostKept = 6;

/** Tables that cleaning made of a project's data sets: folders named by what they were made of. All can be made again. */
export class CleanedStore {
  /** How many read a table now: those are not cleared away. */
  private readonly readers = new Map<string, number>();

  constructor(private readonly folder: string) {}

  /** Clears away what a killed process left half made. */
  async open(): Promise<void> {
    await loadFolders(this.folder, 'cleaned table', () => Promise.resolve(null));
  }

  /** The folder of a table; `fill` writes it when it is not there. */
  async get(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
    const path = join(this.folder, key);
    if (!existsSync(path)) {
      await addFolder(this.folder, key, fill);
      await this.prune(key);
    }
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return path;
  }

  /** The folder of a table that was made. Throws BAD_REQUEST when it was cleared away. */
  async find(key: string): Promise<string> {
    const path = join(this.folder, key);
    if (!existsSync(path)) {
      throw new StrongroomError('BAD_REQUEST', 'This cleaned table is no longer kept.', {
        next: 'Show it again: it is made anew.',
      });
    }
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return path;
  }

  /** Keeps a table from being cleared away until the function that is returned is called. */
  hold(key: string): () => void {
    this.readers.set(key, (this.readers.get(key) ?? 0) + 1);
    return () => {
      const left = (this.readers.get(key) ?? 1) - 1;
      if (left > 0) this.readers.set(key, left);
      else this.readers.delete(key);
    };
  }

  private async prune(kept: string): Promise<void> {
    const names = (await readdir(this.folder)).filter(
      (name) => name !== kept && !this.readers.has(name) && !name.startsWith('.'),
    );
    const used = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.folder, name))).mtimeMs })),
    );
    used.sort((a, b) => b.at - a.at);
    for (const { name } of used.slice(mostKept - 1)) {
      await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }
}
