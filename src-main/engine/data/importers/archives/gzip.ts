import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { startsWith } from '../source';
import type { SourceFile } from '../source';
import type { UnpackOptions } from '../unpack';
import { damagedPackage, unpackedLimit } from './limits';
import { toldToReader } from './told-to-reader';
import { writeUnpacked } from './write-unpacked';

export const isGzip = ({ head }: SourceFile): boolean => startsWith(head, [0x1f, 0x8b]);

/** Unpacks a .gz file into `folder`. @returns the file within, named like the package without ".gz". */
export async function gunzipFile(
  { path, name, bytes }: SourceFile,
  folder: string,
  depth: number,
  options: UnpackOptions,
): Promise<{ path: string; name: string }> {
  const target = join(folder, `unpacked-${depth}`);
  const stream = toldToReader(createReadStream(path), createGunzip());
  try {
    await writeUnpacked(stream, target, name, unpackedLimit(bytes), options);
  } catch (error) {
    throw damagedPackage(name, 'a whole gzip file', error);
  }
  return { path: target, name: name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|gzip)$/i, '') };
}
