import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Every file below a folder, by its path. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Packs a folder into a zip archive at `path`, under a folder of that name in the archive. */
export async function zipFolder(folder: string, path: string, name: string): Promise<void> {
  const archive = new ZipFile();
  for (const file of (await filesOf(folder)).sort()) {
    archive.addFile(file, `${name}/${relative(folder, file).split(sep).join('/')}`);
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
}
