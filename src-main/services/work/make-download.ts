import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from '../../contract/schemas/runs';
import type { House } from '../house';

/**
 * Makes a file to save: `make` writes it into a folder of its own, which goes when it fails.
 * @param name that the file gets, unless `make` gives it another.
 */
export async function makeDownload<T extends object>(
  { workspace, downloads }: House,
  name: string,
  make: (path: string) => Promise<T & { name?: string }>,
): Promise<Omit<T, 'name'> & { download: Download }> {
  const folder = await workspace.scratch.folder('download');
  const path = join(folder, 'file');
  try {
    const { name: own = name, ...made } = await make(path);
    return { ...made, download: await downloads.add(path, own) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
