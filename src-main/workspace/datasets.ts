import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StrongroomError } from '../contract/errors';
import type { DatasetId, Warning } from '../contract/schemas/common';
import {
  datasetSchema,
  profileSchema,
  rejectedRowSchema,
  type Dataset,
  type Profile,
  type RejectedRow,
} from '../contract/schemas/data';
import { readJson, writeJson } from './files';
import { addFolder, loadFolders, removeFolder } from './folders';

/** The files of a data set's folder. */
export const datasetFiles = {
  manifest: 'dataset.json',
  parquet: 'data.parquet',
  profile: 'profile.json',
  rejected: 'rejected.json',
  /** The file that was read, where it is kept. */
  original: 'original',
} as const;

export const readProfile = (folder: string): Promise<Profile> =>
  readJson(join(folder, datasetFiles.profile), profileSchema);

/** The data sets of one project: immutable folders, known by their manifests. */
export class DatasetStore {
  private readonly known = new Map<string, Dataset>();

  constructor(private readonly folder: string) {}

  /** Reads every manifest. What is damaged is left out and told. */
  async open(): Promise<Warning[]> {
    const { items, warnings } = await loadFolders(this.folder, 'data set', (folder) =>
      readJson(join(folder, datasetFiles.manifest), datasetSchema),
    );
    for (const dataset of items) this.known.set(dataset.id, dataset);
    return warnings;
  }

  /** Newest first. */
  list(): Dataset[] {
    return [...this.known.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** Throws DATASET_NOT_FOUND. */
  get(id: DatasetId): Dataset {
    const dataset = this.known.get(id);
    if (dataset !== undefined) return dataset;
    throw new StrongroomError('DATASET_NOT_FOUND', `There is no data set ${id} in this project.`, {
      next: 'Choose another data set, or import the file again.',
    });
  }

  parquet(id: DatasetId): string {
    return join(this.folder, this.get(id).id, datasetFiles.parquet);
  }

  /** The folder with the pictures of a data set; null where it has none. */
  images(id: DatasetId): string | null {
    return this.get(id).images === true ? join(this.folder, id) : null;
  }

  /** Whether the summary of the columns is there; an import may leave it for later. */
  isSummedUp(id: DatasetId): boolean {
    return existsSync(join(this.folder, this.get(id).id, datasetFiles.profile));
  }

  keepProfile(id: DatasetId, profile: Profile): Promise<void> {
    return writeJson(join(this.folder, this.get(id).id, datasetFiles.profile), profile);
  }

  profile(id: DatasetId): Promise<Profile> {
    return readProfile(join(this.folder, this.get(id).id));
  }

  rejected(id: DatasetId): Promise<RejectedRow[]> {
    return readJson(join(this.folder, this.get(id).id, datasetFiles.rejected), z.array(rejectedRowSchema));
  }

  /** The file that a data set was read from. Throws FILE_NOT_FOUND when none is kept. */
  original(id: DatasetId): { path: string; name: string } {
    const dataset = this.get(id);
    if (dataset.original === true) {
      return { path: join(this.folder, dataset.id, datasetFiles.original), name: dataset.source.name };
    }
    throw new StrongroomError('FILE_NOT_FOUND', `The file of "${dataset.name}" is not kept.`, {
      next: `Choose ${dataset.source.name} again to read it in another way.`,
    });
  }

  /** Adds a data set whose files `fill` writes; nothing is left when it fails. */
  async add(id: DatasetId, fill: (folder: string) => Promise<Dataset>): Promise<Dataset> {
    const dataset = await addFolder(this.folder, id, async (folder) => {
      const filled = await fill(folder);
      await writeJson(join(folder, datasetFiles.manifest), filled);
      return filled;
    });
    this.known.set(id, dataset);
    return dataset;
  }

  async remove(id: DatasetId): Promise<void> {
    await removeFolder(this.folder, this.get(id).id);
    this.known.delete(id);
  }
}
