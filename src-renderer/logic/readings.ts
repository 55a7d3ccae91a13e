import type { Dataset } from '../../src-main/contract';

const familyOf = ({ id, origin }: Dataset): string => origin ?? id;

/**
 * One data set for each file: of those that are readings of the same file, the one that is open, else the newest.
 * @param datasets newest first.
 */
export function oneOfEachFile(datasets: readonly Dataset[], open: string | null): Dataset[] {
  const shown = new Map<string, Dataset>();
  for (const dataset of datasets) {
    const family = familyOf(dataset);
    if (dataset.id === open || !shown.has(family)) shown.set(family, dataset);
  }
  return [...shown.values()];
}
