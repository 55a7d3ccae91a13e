import { constants, copyFile, link } from 'node:fs/promises';

/**
 * Keeps the file that a data set was read from, so that it can be read in another way. A second name for the same
 * bytes where the disk allows it, which takes no space; else a copy. A disk without room for one keeps none: the data
 * set itself matters more.
 * @param isOurs whether the file is one of the workspace, which nobody else writes to.
 * @returns whether it is there.
 */
export async function keepOriginal(path: string, target: string, isOurs: boolean): Promise<boolean> {
  if (isOurs) {
    try {
      await link(path, target);
      return true;
    } catch {
      // Some disks know no second names.
    }
  }
  try {
    await copyFile(path, target, constants.COPYFILE_FICLONE);
    return true;
  } catch {
    return false;
  }
}
