import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDataset } from '../../contract/planning';
import { datasetIdSchema, type DatasetId } from '../../contract/schemas/common';
import type { Dataset } from '../../contract/schemas/data';
import { datasetFiles, newId, writeJson, type Project } from '../../workspace';
import type { House } from '../house';
import { attachImages, nothingNamed, type ImageSource } from './images';
import { part, type Work } from './work';

/**
 * Makes a data set of another one with pictures in place of the paths that it has of them, and makes it the recipe's
 * data; the other one stays. Throws DATASET_NOT_FOUND, IMAGES_NOT_FOUND, FILE_DAMAGED, FILE_TOO_LARGE.
 */
export async function addImages(
  { engine, ...house }: House,
  project: Project,
  from: DatasetId,
  source: ImageSource,
  work: Work,
): Promise<Dataset> {
  const id = datasetIdSchema.parse(newId());
  const before = project.datasets.get(from);
  const table = project.datasets.parquet(from);
  const rejected = await project.datasets.rejected(from);
  const dataset = await project.datasets.add(id, async (directory): Promise<Dataset> => {
    const parquet = join(directory, datasetFiles.parquet);
    await copyFile(table, parquet);
    const attached = await attachImages(
      { engine, ...house },
      parquet,
      source,
      directory,
      null,
      part(work, 0, 1, `Reading ${source.name}`),
    );
    if (attached === null) throw nothingNamed(before.name, source.name);
    await writeJson(join(directory, datasetFiles.rejected), rejected);
    const changed = new Map(attached.columns.map((column) => [column.name, column]));
    const { original: _original, ...kept } = before;
    return {
      ...kept,
      id,
      createdAt: new Date().toISOString(),
      columns: before.columns.map((column) => changed.get(column.name) ?? column),
      warnings: [...before.warnings, ...attached.warnings],
      unreadable: [...(before.unreadable ?? []), ...attached.unreadable],
      images: true,
      origin: before.origin ?? before.id,
    };
  });
  await project.changeRecipe((recipe) => withDataset(recipe, dataset, null, before));
  return dataset;
}
