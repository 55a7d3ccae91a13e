import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listFolders, makeFolder, writeFailure } from './files';
import { newId } from './identifiers';
import { isProcessAlive } from './lock';

/**
 * A folder for what lives only as long as this process: uploads, files to save, frames on their way between
 * children. What killed processes left is cleared away when the next one starts.
 */
export class Scratch {
  private constructor(readonly path: string) {}

  static async open(root: string): Promise<Scratch> {
    const parent = join(root, 'scratch');
    await makeFolder(parent);
    for (const name of await listFolders(parent)) {
      const pid = Number(name.split('-')[0]);
      const isMine = pid === process.pid && opened.has(name);
      if (!isMine && (pid === process.pid || !Number.isInteger(pid) || !isProcessAlive(pid))) {
        await rm(join(parent, name), { recursive: true, force: true });
      }
    }
    const name = `${String(process.pid)}-${newId()}`;
    await makeFolder(join(parent, name));
    opened.add(name);
    return new Scratch(join(parent, name));
  }

  /** A new empty folder. */
  async folder(purpose: string): Promise<string> {
    const path = join(this.path, `${purpose}-${newId()}`);
    try {
      await mkdir(path);
    } catch (error) {
      throw writeFailure(error, path);
    }
    return path;
  }

  /** Runs the work with a folder that is gone afterwards, whatever happens. */
  async within<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await this.folder(purpose);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async close(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

const opened = new Set<string>();
