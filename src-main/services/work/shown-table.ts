import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetId } from '../../contract/schemas/common';
import { numbersFile } from '../../engine/protocol';
import { datasetFiles, type Project } from '../../workspace';

/** The files of a table that is shown. */
export interface ShownTable {
  parquet: string;
  /** Where its rows are not numbered by their places: the number in the data set of each. */
  numbers: string | null;
}

/**
 * A data set, or a table that cleaning made of it.
 * @param cleaned names the table; the data set itself where it is left out or null.
 * Throws DATASET_NOT_FOUND, and BAD_REQUEST when the table was cleared away.
 */
export async function shownTable(
  { datasets, cleaned: store }: Project,
  dataset: DatasetId,
  cleaned: string | null | undefined,
): Promise<ShownTable> {
  const own = datasets.parquet(dataset);
  if (cleaned === undefined || cleaned === null) return { parquet: own, numbers: null };
  const folder = await store.find(cleaned);
  const numbers = join(folder, numbersFile);
  return { parquet: join(folder, datasetFiles.parquet), numbers: existsSync(numbers) ? numbers : null };
}
