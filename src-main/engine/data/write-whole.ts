import { open, rename } from 'node:fs/promises';

/** Written beside its place, synced and moved there, so that a crash never leaves half a file. */
export async function writeWhole(path: string, ...parts: readonly (Uint8Array | string)[]): Promise<void> {
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
