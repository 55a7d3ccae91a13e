import { statfs } from 'node:fs/promises';
import { Trouble } from './trouble.mjs';

export const megabytes = (bytes) => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

/** Ends with a reason when the disk of a folder has less room than this. */
export async function requireSpace(folder, bytes) {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  throw new Trouble(
    `The disk of ${folder} has ${megabytes(bavail * bsize)} free, and ${megabytes(bytes)} are needed.`,
    'Free some, or name a folder on another disk in the variable STRONGROOM_ENGINES (and keep it set when Strongroom runs).',
  );
}
