import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { StrongroomError } from '../../../contract/errors';
import type { Zip } from '../../data/importers/archives/zip-file';

/** Files that belong together, by name. */
export interface FileSource {
  names: readonly string[];
  /** Null when there is no such file. @param most bytes it may have. Throws FILE_TOO_LARGE. */
  read(name: string, most: number): Promise<Buffer | null>;
}

const mebibyte = 2 ** 20;
/** Weights hardly shrink: what unpacks to more than this many times its size was made to fill the memory. */
const mostExpansion = 1000;

function tooLarge(name: string, size: number, expected: string): StrongroomError {
  return new StrongroomError(
    'FILE_TOO_LARGE',
    `${name} has ${String(size)} bytes, more than can be read safely.`,
    {
      expected,
      received: `${String(size)} bytes`,
      next: 'Do not trust this file, or use a smaller network.',
    },
  );
}

/** Files of a folder, none of which may lie outside of it. */
export const folderSource = (folder: string): FileSource => ({
  names: [],
  async read(name, most) {
    const target = resolve(folder, name);
    if (dirname(target) !== resolve(folder)) return null;
    const found = await stat(target).catch(() => null);
    if (found?.isFile() !== true) return null;
    if (found.size > most) throw tooLarge(name, found.size, `at most ${String(most)} bytes`);
    return readFile(target);
  },
});

/** Members of an archive. @param prefix the folder in it. */
export const zipSource = (zip: Zip, prefix = ''): FileSource => ({
  names: [...zip.entries.keys()],
  async read(name, most) {
    const entry = zip.entries.get(`${prefix}${name}`);
    if (entry === undefined) return null;
    const { uncompressedSize: size, compressedSize: packed } = entry;
    if (size > most) throw tooLarge(name, size, `at most ${String(most)} bytes`);
    if (size > mebibyte && size > mostExpansion * packed) {
      throw tooLarge(name, size, `at most ${String(mostExpansion)} times its packed size`);
    }
    return buffer(await zip.read(entry));
  },
});
