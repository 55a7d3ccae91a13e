import { megabytes, requireSpace } from './disk.mjs';
import { Trouble } from './trouble.mjs';
import { listEntries, openArchive, readContent, unpackEntry } from './zip.mjs';

/** The two libraries that the native module is linked with. */
const library = /^tensorflow\/libtensorflow_(cc|framework)\.(so\.\d+|\d+\.dylib)$/;
/** The headers of the C interface, and of its strings, which the native module lays out itself. */
const header = /^tensorflow\/include\/(.*\/)?((c|c\/eager)\/[^/]+|ctstring(_internal)?)\.h$/;
/** NVIDIA's libraries, which the other two look for in this place beside their own folder. */
const cuda = /^nvidia\/.+(\/lib[^/]+\.so(\.\d+)*|\/bin\/[^/]+|\.bc)$/;

/** Whether a file of a wheel is needed. Everything else in it serves Python. */
export const isNeeded = (name) => library.test(name) || header.test(name) || cuda.test(name);

/** Checksums of a wheel's files by name, from its RECORD (PEP 376). */
export function readRecord(text) {
  const checksums = new Map();
  for (const line of text.split('\n')) {
    const [, name, checksum] = /^"?(.+?)"?,sha256=([\w-]+),\d*\r?$/.exec(line) ?? [];
    if (name !== undefined) checksums.set(name, checksum);
  }
  return checksums;
}

/**
 * Unpacks what is needed of a wheel below a folder, as pip would place it, and holds each file to the wheel's own
 * record.
 * @param {(done: number, size: number) => void} progress in bytes.
 * @returns {Promise<string[]>} the names of the files.
 */
export async function unpackWheel(path, folder, progress) {
  const file = await openArchive(path);
  try {
    const entries = await listEntries(file, path);
    const record = entries.find(({ name }) => /^[^/]+\.dist-info\/RECORD$/.test(name));
    const needed = entries.filter(({ name }) => isNeeded(name));
    if (record === undefined || needed.length === 0) {
      throw new Trouble(
        `${path} has no native library in it.`,
        'Take a wheel of tensorflow-cpu, tensorflow or one of the nvidia packages that it asks for.',
      );
    }
    const size = needed.reduce((sum, entry) => sum + entry.size, 0);
    await requireSpace(folder, size);
    const checksums = readRecord((await readContent(file, path, record)).toString('utf8'));
    let done = 0;
    for (const entry of needed) {
      const checksum = await unpackEntry(file, path, entry, folder, (bytes) =>
        progress((done += bytes), size),
      );
      if (checksums.get(entry.name) === checksum) continue;
      throw new Trouble(
        `${entry.name} is not what ${path} records (${megabytes(entry.size)}).`,
        'Download the wheel again.',
      );
    }
    return needed.map(({ name }) => name);
  } finally {
    await file.close();
  }
}
