import { join } from 'node:path';
import type { DatasetId } from '../../contract/schemas/common';
import type { Profile } from '../../contract/schemas/data';
import type { Project } from '../../workspace';
import type { House } from '../house';
import { SharedWork } from './shared-work';
import { part, type Work } from './work';

/** Summaries that are being made. */
const making = new SharedWork<Profile>();

/**
 * The summary of every column of a data set. An import for the window leaves it out, so that the table is shown sooner;
 * it is made when it is first asked for, and kept. Throws DATASET_NOT_FOUND, DISK_FULL, CANCELLED.
 */
export async function profileOf(
  { engine, workspace }: House,
  project: Project,
  id: DatasetId,
  work: Work,
): Promise<Profile> {
  const { datasets } = project;
  const kept = async (): Promise<Profile | null> => (datasets.isSummedUp(id) ? datasets.profile(id) : null);
  return (
    (await kept()) ??
    making.run(join(project.path, id), work, async (shared) => {
      const made = await kept();
      if (made !== null) return made;
      const parquet = datasets.parquet(id);
      const { columns } = datasets.get(id);
      const images = datasets.images(id);
      const profile = await workspace.scratch.within('summary', (directory) =>
        engine.run(
          'summarise',
          { parquet, columns, directory, ...(images === null ? {} : { images }) },
          part(shared, 0, 1, 'Summing up the columns'),
        ),
      );
      await datasets.keepProfile(id, profile);
      return profile;
    })
  );
}
