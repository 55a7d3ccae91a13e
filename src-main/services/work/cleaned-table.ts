import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { enabledSteps } from '../../contract/cleaning';
import { StrongroomError } from '../../contract/errors';
import { stepReportSchema, type StepReport } from '../../contract/schemas/cleaning';
import type { Dataset, Profile } from '../../contract/schemas/data';
import type { Recipe } from '../../contract/schemas/recipe';
import { cleaningFile } from '../../engine/protocol';
import { datasetFiles, readJson, readProfile, writeJson, type Project } from '../../workspace';
import type { House } from '../house';
import { profileOf } from './profile-of';
import { SharedWork } from './shared-work';
import { part, type Work } from './work';

/** The table that a recipe trains on. */
export interface CleanedTable {
  /** The data set with the rows and columns that it has after cleaning. */
  dataset: Dataset;
  parquet: string;
  /** The folder with its pictures; null where it has none. */
  images: string | null;
  profile: Profile;
  steps: StepReport[];
  /** Of the table among the project's cleaned ones; null where nothing is cleaned. */
  key: string | null;
  /** The steps with what they learned; null where nothing is cleaned. */
  cleaning: string | null;
}

const reportsFile = 'reports.json';

/** Of everything that a cleaned table follows from. A step's name changes nothing of it. */
function keyOf({ dataset, steps, seed }: { dataset: Dataset; steps: object[]; seed: number }): string {
  const named = steps.map((step) => ({ ...step, name: null }));
  const text = JSON.stringify([2, dataset.id, dataset.fingerprint, named, seed]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The table that was cleaned last, by project and data set. */
const lastCleaned = new Map<string, { seed: number; cleaning: string }>();

/**
 * cleaning.json of the last table that was made of the recipe's data set, for what its steps learned from all rows; null
 * where none was made since the program started.
 */
export function lastCleaning({ path, recipe }: Project): string | null {
  const last = lastCleaned.get(join(path, recipe.data.dataset ?? ''));
  return last !== undefined && last.seed === recipe.seed ? last.cleaning : null;
}

/** Tables that are being made. */
const making = new SharedWork<string>();

/**
 * The recipe's data set after its cleaning steps; made when it is not there yet.
 * Throws DATASET_NOT_FOUND, STEP_INVALID, DISK_FULL, CANCELLED.
 */
export async function cleanedTable(
  house: House,
  project: Project,
  work: Work,
  recipe: Recipe = project.recipe,
): Promise<CleanedTable> {
  const { datasets, cleaned } = project;
  if (recipe.data.dataset === null) {
    throw new StrongroomError('DATASET_NOT_FOUND', 'The project has no data yet.', {
      next: 'Import a file or open a sample first.',
    });
  }
  const dataset = datasets.get(recipe.data.dataset);
  const parquet = datasets.parquet(dataset.id);
  const images = datasets.images(dataset.id);
  const steps = enabledSteps(recipe.cleaning);
  if (steps.length === 0) {
    return {
      dataset,
      parquet,
      images,
      profile: await profileOf(house, project, dataset.id, work),
      steps: [],
      key: null,
      cleaning: null,
    };
  }
  const key = keyOf({ dataset, steps, seed: recipe.seed });
  const make = (shared: Work): Promise<string> =>
    cleaned.get(key, async (directory) => {
      const result = await house.engine.run(
        'clean',
        { parquet, steps, directory, seed: recipe.seed, ...(images === null ? {} : { images }) },
        part(shared, 0, 1, 'Cleaning'),
      );
      await writeJson(join(directory, reportsFile), result.steps);
    });
  const folder = await making.run(join(project.path, key), work, make);
  const cleaning = join(folder, cleaningFile);
  // A table after some of the steps knows less than the one that is there.
  if (steps.length >= enabledSteps(project.recipe.cleaning).length) {
    lastCleaned.set(join(project.path, dataset.id), { seed: recipe.seed, cleaning });
  }
  const profile = await readProfile(folder);
  const columns = profile.columns.map(({ name, type, identifier, constant }) => ({
    name,
    type,
    identifier,
    constant,
  }));
  return {
    dataset: { ...dataset, rows: profile.rows, columns, rawColumns: dataset.columns },
    parquet: join(folder, datasetFiles.parquet),
    images,
    profile,
    steps: await readJson(join(folder, reportsFile), z.array(stepReportSchema)),
    key,
    cleaning,
  };
}
