import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { StrongroomError, normalizeError, type ErrorCode } from '../contract/errors';

/** The part of node:fs/promises that writing uses; tests put a failing one in its place. */
export type FileSystem = Pick<
  typeof nodeFiles,
  'open' | 'rename' | 'rm' | 'mkdir' | 'readFile' | 'readdir' | 'stat'
>;

/** What Windows answers while a virus scanner or an indexer holds a file. */
const passingErrors = new Set(['EPERM', 'EACCES', 'EBUSY']);
const renameAttempts = 8;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const reasons: Readonly<Record<string, { code: ErrorCode; reason: string }>> = {
  ENOSPC: { code: 'DISK_FULL', reason: 'the disk is full' },
  EDQUOT: { code: 'DISK_FULL', reason: 'the quota is used up' },
  EACCES: { code: 'NOT_WRITABLE', reason: 'it may not be written to' },
  EPERM: { code: 'NOT_WRITABLE', reason: 'it may not be written to' },
  EROFS: { code: 'NOT_WRITABLE', reason: 'the disk is read-only' },
  ENOENT: { code: 'NOT_WRITABLE', reason: 'the folder does not exist' },
  ENOTDIR: { code: 'NOT_WRITABLE', reason: 'a part of the path is a file' },
  EEXIST: { code: 'NOT_WRITABLE', reason: 'a file stands in its place' },
  EISDIR: { code: 'NOT_WRITABLE', reason: 'a folder stands in its place' },
};

/** Says which file or folder could not be written, and why, in words. */
export function writeFailure(error: unknown, path: string): StrongroomError {
  const known = reasons[codeOf(error)];
  if (known === undefined || error instanceof StrongroomError) return normalizeError(error);
  return new StrongroomError(known.code, `${path} could not be written: ${known.reason}.`, {
    received: error instanceof Error ? error.message : String(error),
    next:
      known.code === 'DISK_FULL'
        ? 'Free some space on the disk and try again.'
        : 'Choose a folder that exists and that you may write to.',
    cause: error,
  });
}

/** Renames; on Windows tries again for a while when the target is held by someone for a moment. */
export async function renamePatiently(
  from: string,
  to: string,
  files: FileSystem = nodeFiles,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await files.rename(from, to);
    } catch (error) {
      if (platform !== 'win32' || attempt === renameAttempts || !passingErrors.has(codeOf(error)))
        throw error;
      await wait(10 * 2 ** attempt);
    }
  }
}

/** Makes a rename in the folder last through a loss of power. Windows has no such call and needs none. */
export async function syncFolder(path: string, files: FileSystem = nodeFiles): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file so that readers see the old content or the new, never a part: a temporary file in the same
 * folder, synced, then renamed. When anything fails the old file stands and nothing is left beside it.
 * Throws DISK_FULL or NOT_WRITABLE.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  files: FileSystem = nodeFiles,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const handle = await files.open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renamePatiently(temporary, path, files);
  } catch (error) {
    await files.rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(error, path);
  }
  await syncFolder(dirname(path), files);
}

export function writeJson(path: string, value: unknown, files: FileSystem = nodeFiles): Promise<void> {
  return writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`, files);
}

const damaged = (path: string, what: string, code: ErrorCode, cause?: unknown): StrongroomError =>
  new StrongroomError(code, `The file ${path} ${what}.`, {
    next: 'Put back a copy of this file or folder from a backup, or remove it.',
    ...(cause === undefined ? {} : { cause }),
  });

/** Reads JSON of any shape. Throws `code` (PROJECT_DAMAGED unless told otherwise) naming the file. */
export async function readJsonDocument(path: string, code: ErrorCode = 'PROJECT_DAMAGED'): Promise<unknown> {
  let text: string;
  try {
    text = await nodeFiles.readFile(path, 'utf8');
  } catch (error) {
    throw damaged(path, codeOf(error) === 'ENOENT' ? 'is missing' : 'cannot be read', code, error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw damaged(path, 'is damaged: it is not valid JSON', code, error);
  }
}

/** Checks a document that came from `path` against its schema. Throws `code` naming the file and the place. */
export function parseDocument<Schema extends z.ZodType>(
  document: unknown,
  schema: Schema,
  path: string,
  code: ErrorCode = 'PROJECT_DAMAGED',
): z.output<Schema> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw damaged(
    path,
    `is damaged${place === '' ? '' : ` at ${place}`}: ${issue?.message ?? 'wrong shape'}`,
    code,
  );
}

/** Reads JSON and checks it against a schema. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  code: ErrorCode = 'PROJECT_DAMAGED',
): Promise<z.output<Schema>> {
  return parseDocument(await readJsonDocument(path, code), schema, path, code);
}

/**
 * Makes a folder and those above it, for nobody but this user: data may be personal.
 * Throws DISK_FULL or NOT_WRITABLE.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await nodeFiles.mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/** Names of the sub-folders, sorted; none when the folder does not exist. */
export async function listFolders(path: string): Promise<string[]> {
  try {
    const entries = await nodeFiles.readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
