import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { timeSchema } from '../contract/schemas/common';
import { makeFolder, readJson, renamePatiently, syncFolder, writeFailure, writeJson } from './files';
import { removeFolder } from './folders';

const marker = 'removed.json';
const markerSchema = z.object({ removedAt: timeSchema });

/** When a folder was put into the bin; where the note of it is lost, when it was changed last. */
export async function removedAt(folder: string): Promise<string> {
  const told = await readJson(join(folder, marker), markerSchema).catch(() => null);
  return told?.removedAt ?? (await stat(folder)).mtime.toISOString();
}

/**
 * Where folders go that a person removes, and come back from. Each step is one rename, so that a crash leaves a
 * folder in one place, whole.
 */
export class Bin {
  /** @param shelf where the folders stand. @param folder the bin itself, on the same disk. */
  constructor(
    private readonly shelf: string,
    readonly folder: string,
  ) {}

  /** Gives when it was put there. Throws NOT_WRITABLE or DISK_FULL. */
  async put(name: string): Promise<string> {
    await makeFolder(this.folder);
    const now = new Date().toISOString();
    await writeJson(join(this.shelf, name, marker), { removedAt: now });
    await this.move(join(this.shelf, name), join(this.folder, name));
    return now;
  }

  async restore(name: string): Promise<void> {
    await this.move(join(this.folder, name), join(this.shelf, name));
    // A marker that stays by accident says nothing outside the bin.
    await rm(join(this.shelf, name, marker), { force: true });
  }

  erase(name: string): Promise<void> {
    return removeFolder(this.folder, name);
  }

  private async move(from: string, to: string): Promise<void> {
    try {
      await renamePatiently(from, to);
      await syncFolder(this.shelf);
      await syncFolder(this.folder);
    } catch (error) {
      throw writeFailure(error, to);
    }
  }
}
