import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from '../../contract/schemas/runs';
import type { House } from '../house';

/** Makes a file to save: `make` writes it into a folder of its own, which goes when it fails. */
export async function makeDownload<T>(
  { workspace, downloads }: House,
  name: string,
  make: (path: string) => Promise<T>,
): Promise<T & { download: Download }> {
  const folder = await workspace.scratch.folder('download');
  const path = join(folder, 'file');
  try {
    const made = await make(path);
    return { ...made, download: await downloads.add(path, name) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
