import { existsSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { imageShapes } from '../../contract/planning';
import type { SmallerNetwork } from '../../contract/schemas/exports';
import { smallerNetworkInfo } from '../../contract/smaller-networks';
import { cleaningFile, preparedFiles } from '../../engine/protocol';
import { makeFolder, type Project } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { cleanedTable } from './cleaned-table';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { frameFor, placePixels } from './pixels';
import { dataOf } from './repeat-run';
import { part, partOf, type Work } from './work';

/** Rows with the target, as frames: to learn from, and to score on. */
export interface LearningRows {
  learn: string;
  score: string;
}

/** Reads a file with the target into `folder`: a fifth of its rows, drawn at random, to score on, the others to learn from. */
export async function learningRows(
  house: House,
  trained: Model,
  file: SourceFile,
  folder: string,
  work: Work,
): Promise<LearningRows> {
  const { engine } = house;
  const reading = part(work, 0, 0.7, `Reading ${file.name}`);
  const data = await importForRun(house, trained, file, 'required', folder, reading);
  const [all, learn, score] = [join(folder, 'all'), join(folder, 'learn'), join(folder, 'score')];
  const options = part(work, 0.7, 1, 'Preparing rows');
  await frameFor(house, trained.folder, data, { withTarget: true, path: all }, options);
  await engine.run('split-frame', {
    frame: all,
    share: 0.2,
    seed: trained.run.seed,
    part: score,
    rest: learn,
  });
  return { learn, score };
}

const rowsNeeded = (): StrongroomError =>
  new StrongroomError(
    'TOO_FEW_ROWS',
    'A smaller network is made on rows of data, and the folder of the model has none.',
    {
      expected: 'rows with the columns of the model and the target',
      received: 'no data',
      next: 'Give them with --data, best those that the model was trained on.',
    },
  );

/**
 * Makes a smaller network of a model and lets `use` have it as a model of its own, for as long as it needs it. The
 * rows to score on lie in its folder as the test rows of a run do.
 * Throws TOO_FEW_ROWS where no row has a known target.
 */
export function withSmaller<Result>(
  house: House,
  original: Model,
  name: SmallerNetwork,
  rows: LearningRows,
  work: Work,
  use: (smaller: Model, work: Work) => Promise<Result>,
): Promise<Result> {
  const { title, shrinking } = smallerNetworkInfo[name];
  return house.workspace.scratch.within('smaller', async (scratch) => {
    const folder = join(scratch, 'model');
    await makeFolder(folder);
    const how = { model: original.folder, recipe: original.run.recipe, frame: rows.learn, how: shrinking };
    await house.engine.run(
      'shrink',
      { ...how, directory: folder },
      part(work, 0, 0.6, `Making the network smaller: ${title}`),
    );
    // Frames name files of pictures that lie beside them.
    const beside = (await readdir(dirname(rows.learn))).filter((file) => file.startsWith('pixels-'));
    for (const file of beside) await copyFile(join(dirname(rows.learn), file), join(folder, file));
    await copyFile(rows.learn, join(folder, preparedFiles.train));
    await copyFile(rows.score, join(folder, preparedFiles.test));
    if (existsSync(join(original.folder, cleaningFile)))
      await copyFile(join(original.folder, cleaningFile), join(folder, cleaningFile));
    return use({ folder, run: original.run, smaller: { name, original } }, partOf(work, 0.6, 1));
  });
}

/** The rows that a run of the project was trained on, prepared anew as they were then, for as long as `use` needs them. */
export function withRowsOfRun<Result>(
  house: House,
  project: Project,
  trained: Model,
  work: Work,
  use: (rows: LearningRows, work: Work) => Promise<Result>,
): Promise<Result> {
  const { folder, run } = trained;
  return house.workspace.scratch.within('learning-rows', async (directory) => {
    const data = { ...run.recipe.data, dataset: dataOf(run, project.datasets.list()).id };
    const recipe = { ...run.recipe, data };
    const table = await cleanedTable(house, project, partOf(work, 0, 0.05), recipe);
    const release = table.key === null ? () => undefined : project.cleaned.hold(table.key);
    try {
      const { parquet, profile, dataset, images } = table;
      const shapes = imageShapes(recipe, profile);
      if (images !== null && shapes.length > 0) {
        const wanted = shapes.map(({ shape }) => shape);
        await placePixels(house, images, wanted, directory, part(work, 0.05, 0.1, 'Resizing pictures'));
      }
      const params = { parquet, profile, columns: dataset.columns, recipe, directory, shapes };
      await house.engine.run('prepare', params, part(work, 0.05, 0.1, 'Preparing rows'));
    } finally {
      release();
    }
    const own = join(folder, preparedFiles.test);
    const score = existsSync(own) ? own : join(directory, preparedFiles.test);
    return use({ learn: join(directory, preparedFiles.train), score }, partOf(work, 0.1, 1));
  });
}

/** A run of the project as it is, or the smaller network of it that was asked for: see `withSmaller`. */
export function asNetwork<Result>(
  house: House,
  project: Project,
  model: Model,
  name: SmallerNetwork | undefined,
  work: Work,
  use: (model: Model, work: Work) => Promise<Result>,
): Promise<Result> {
  if (name === undefined) return use(model, work);
  return withRowsOfRun(house, project, model, work, (rows, rest) =>
    withSmaller(house, model, name, rows, rest, use),
  );
}

/** The same of the folder of a model: on the rows of a file with the target. Throws TOO_FEW_ROWS without one. */
export function withSmallerOf<Result>(
  house: House,
  original: Model,
  name: SmallerNetwork,
  file: SourceFile | null,
  work: Work,
  use: (smaller: Model, work: Work) => Promise<Result>,
): Promise<Result> {
  if (file === null) return Promise.reject(rowsNeeded());
  return house.workspace.scratch.within('learning-rows', async (folder) => {
    const rows = await learningRows(house, original, file, folder, partOf(work, 0, 0.2));
    return withSmaller(house, original, name, rows, partOf(work, 0.2, 1), use);
  });
}
