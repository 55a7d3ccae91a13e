/** Folders that say which part of the split a picture is in, with what the part is called. */
const parts: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** What the folders of a picture say. */
export interface Labelled {
  /** Empty where it lies in no folder. */
  label: string;
  /** Empty where the folders tell no parts. */
  part: string;
}

/** How many folders all paths begin with, as long as each has another folder behind. */
function commonFolders(all: readonly string[][]): number {
  let depth = 0;
  for (;;) {
    const first = all[0]?.[depth];
    const isShared = all.every((folders) => folders.length > depth + 1 && folders[depth] === first);
    if (first === undefined || !isShared) return depth;
    depth++;
  }
}

/**
 * What the folders of pictures say: their label is the first folder in which they differ (folders that hold everything
 * are passed over), behind one called train, validation or test where all lie in such.
 */
export function labelsOf(paths: readonly string[]): Labelled[] {
  const all = paths.map((path) => path.split('/').slice(0, -1));
  const common = commonFolders(all);
  const folders = all.map((list) => list.slice(common));
  const partOf = (list: readonly string[]): string | undefined => parts[(list[0] ?? '').toLowerCase()];
  const hasParts =
    folders.length > 0 &&
    folders.every((list) => list.length > 1 && partOf(list) !== undefined) &&
    new Set(folders.map(partOf)).size > 1;
  return folders.map((list) => ({
    label: list[hasParts ? 1 : 0] ?? '',
    part: hasParts ? (partOf(list) ?? '') : '',
  }));
}
