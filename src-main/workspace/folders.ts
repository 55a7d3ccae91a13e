import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizeError } from '../contract/errors';
import type { Warning } from '../contract/schemas/common';
import { listFolders, makeFolder, renamePatiently, syncFolder, writeFailure } from './files';
import { newId, unfinishedPrefix } from './identifiers';

const removal = { recursive: true, force: true, maxRetries: 3 } as const;

/**
 * Makes the folder `parent/name` whole or not at all: `fill` writes into a folder marked as unfinished, which
 * takes its name when all is there. Nothing is left when it fails.
 */
export async function addFolder<T>(
  parent: string,
  name: string,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const unfinished = join(parent, `${unfinishedPrefix}${name}`);
  try {
    await makeFolder(unfinished);
    const result = await fill(unfinished);
    await renamePatiently(unfinished, join(parent, name));
    await syncFolder(parent);
    return result;
  } catch (error) {
    await rm(unfinished, removal);
    throw writeFailure(error, join(parent, name));
  }
}

/** Removes a folder so that a crash on the way leaves it whole or marked as unfinished, never half gone. */
export async function removeFolder(parent: string, name: string): Promise<void> {
  const marked = join(parent, `${unfinishedPrefix}${newId()}`);
  try {
    await renamePatiently(join(parent, name), marked);
    await rm(marked, removal);
  } catch (error) {
    throw writeFailure(error, join(parent, name));
  }
}

/**
 * Opens a folder of folders: clears away what a killed process left half made, reads the others by `load`, and
 * tells of those that are damaged instead of failing.
 */
export async function loadFolders<T>(
  parent: string,
  what: string,
  load: (folder: string, name: string) => Promise<T>,
): Promise<{ items: T[]; warnings: Warning[] }> {
  await makeFolder(parent);
  const items: T[] = [];
  const warnings: Warning[] = [];
  for (const name of await listFolders(parent)) {
    if (name.startsWith(unfinishedPrefix)) {
      await rm(join(parent, name), removal);
      continue;
    }
    try {
      items.push(await load(join(parent, name), name));
    } catch (error) {
      const { code, message, next } = normalizeError(error);
      warnings.push({
        code,
        message: `The ${what} ${name} was left out. ${message}`,
        ...(next === undefined ? {} : { next }),
      });
    }
  }
  return { items, warnings };
}
