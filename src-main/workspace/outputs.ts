import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StrongroomError } from '../contract/errors';
import { renamePatiently, syncFolder, writeFailure } from './files';
import { newId } from './identifiers';

/** Where a person asked for something to be written: outside the workspace, among their own files. */

const removal = { recursive: true, force: true, maxRetries: 3 } as const;

/** A name next to `path`, on the same disk, for what is not complete yet. */
const beside = (path: string): string => join(dirname(path), `.${basename(path)}.${newId()}.tmp`);

/** Throws NOT_WRITABLE before any work is done when nothing could be written at `path`. */
export async function requireWritable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw writeFailure(error, path);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes a file whole or not at all: `make` writes it under another name beside `path`, and it takes its name
 * when it is complete. What stood there before stays until then. Throws NOT_WRITABLE or DISK_FULL.
 */
export async function writeBeside<T>(path: string, make: (temporary: string) => Promise<T>): Promise<T> {
  const target = resolve(path);
  const existing = await stat(target).catch(() => null);
  if (existing?.isDirectory() === true) {
    throw new StrongroomError('NOT_WRITABLE', `${path} is a folder.`, {
      expected: 'the name of a file',
      next: 'Give the name of a file to write.',
    });
  }
  await requireWritable(target);
  const temporary = beside(target);
  try {
    const made = await make(temporary);
    await syncFile(temporary);
    await renamePatiently(temporary, target);
    await syncFolder(dirname(target));
    return made;
  } catch (error) {
    await rm(temporary, removal);
    throw writeFailure(error, path);
  }
}

/** What a folder has to be for it to be replaced: `read` makes sense of it, and it holds no other than these files. */
export type FolderKind = {
  readonly files: readonly string[];
  readonly read: (folder: string) => Promise<unknown>;
};

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${String(names.length - 3)} more`
    : names.join(', ');

const notReplaceable = (path: string, message: string, received: string): StrongroomError =>
  new StrongroomError('NOT_WRITABLE', `${path} ${message}`, {
    expected: 'a new folder, an empty one, or one that an earlier training wrote',
    received,
    next: 'Give another folder by --out.',
  });

/**
 * Throws NOT_WRITABLE when the folder at `path` may not be made or replaced: one that is there has to be empty,
 * or to be a trained model with nothing else in it, because everything in it is lost when it is replaced.
 */
export async function requireReplaceable(path: string, kind: FolderKind): Promise<void> {
  const target = resolve(path);
  const existing = await stat(target).catch(() => null);
  if (existing !== null && !existing.isDirectory())
    throw notReplaceable(path, 'is there already and is a file.', 'a file');
  const names =
    existing === null
      ? []
      : await readdir(target).catch((error: unknown) => {
          throw writeFailure(error, path);
        });
  if (names.length > 0) {
    const foreign = names.filter((name) => !kind.files.includes(name));
    const isOfKind = await kind.read(target).then(
      () => true,
      () => false,
    );
    if (!isOfKind)
      throw notReplaceable(
        path,
        'is there already and is not a trained model.',
        `a folder with ${listed(names)}`,
      );
    if (foreign.length > 0)
      throw notReplaceable(
        path,
        'holds a trained model and other files, which would be lost if it were replaced.',
        `a folder that also holds ${listed(foreign)}`,
      );
  }
  await requireWritable(target);
}

/**
 * Copies files into a folder that appears at `path` whole or not at all; a folder of the same kind (see
 * `requireReplaceable`) that stands there is replaced only then.
 */
export async function publishFolder(
  path: string,
  kind: FolderKind,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const target = resolve(path);
  await requireReplaceable(path, kind);
  const temporary = beside(target);
  const old = beside(target);
  try {
    await mkdir(temporary);
    await write(temporary);
    for (const name of await readdir(temporary)) await syncFile(join(temporary, name));
    await syncFolder(temporary);
    const isThere = (await stat(target).catch(() => null)) !== null;
    if (isThere) await rename(target, old);
    try {
      await renamePatiently(temporary, target);
    } catch (error) {
      if (isThere) await rename(old, target);
      throw error;
    }
    await rm(old, removal);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, removal);
    throw writeFailure(error, path);
  }
}
