import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { Column, Dataset } from '../../contract/schemas/data';
import { joinsRuns } from '../../contract/schemas/ensemble';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Run, Session } from '../../contract/schemas/runs';
import { deviceSchema } from '../../contract/schemas/training';
import type { Project } from '../../workspace';
import type { House } from '../house';
import { startSession } from './start-session';

/** The recipe of a run with the device that it was trained on, so that `auto` cannot take another one. */
export function repeatedRecipe(run: Pick<Run, 'recipe' | 'device' | 'runtime'>): Recipe {
  const { recipe, device, runtime } = run;
  if (recipe.training.device !== 'auto') return recipe;
  // A runtime that is asked for by its own name is not what `cpu` would take.
  const asked = [runtime, device].map((name) => deviceSchema.safeParse(name)).find(({ success }) => success);
  if (asked?.data === undefined) return recipe;
  return { ...recipe, training: { ...recipe.training, device: asked.data } };
}

const sameColumns = (one: readonly Column[], other: readonly Column[]): boolean =>
  one.length === other.length &&
  one.every(({ name, type }, index) => other[index]?.name === name && other[index].type === type);

/** Whether a data set is the one that a run was trained on: the same file, read the same way. */
export const isDataOf = (run: Run, dataset: Dataset): boolean =>
  dataset.fingerprint === run.fingerprint && sameColumns(dataset.columns, run.rawColumns ?? run.columns);

/** What may keep a run from ending as the earlier one did, though its recipe, data, seed and device are the same. */
export function repeatNotes(run: Pick<Run, 'versions' | 'stopReason'>, version: string): Warning[] {
  const before = run.versions['strongroom'];
  const versions =
    before === version
      ? []
      : [
          {
            code: 'OTHER_VERSION',
            message:
              before === undefined
                ? 'The run does not tell which version of Strongroom trained it.'
                : `The run was trained by version ${before}; this is ${version}.`,
            next: 'If the scores differ, that may be why.',
          },
        ];
  const { stopReason } = run;
  if (stopReason !== 'hand' && stopReason !== 'time') return versions;
  return [
    ...versions,
    {
      code: 'STOPPED_EARLY',
      message:
        stopReason === 'hand'
          ? 'You stopped the run by hand; now it goes on until its recipe ends it.'
          : 'The run ended because its time was over, which may come at another epoch now.',
      next: 'Its best epoch and its scores may differ.',
    },
  ];
}

/** The data set of the project that a run was trained on. Throws REPEAT_IMPOSSIBLE with what stands in the way. */
export function dataOf(run: Run, datasets: readonly Dataset[]): Dataset {
  const found =
    datasets.find((dataset) => dataset.id === run.dataset && isDataOf(run, dataset)) ??
    datasets.find((dataset) => isDataOf(run, dataset));
  if (found !== undefined) return found;
  const sameFile = datasets.find(({ fingerprint }) => fingerprint === run.fingerprint);
  const sameName = datasets.find(({ name }) => name === run.datasetName);
  if (sameFile !== undefined) {
    throw new StrongroomError(
      'REPEAT_IMPOSSIBLE',
      `${sameFile.name} is read in another way than ${run.name} had it.`,
      {
        expected: `${String((run.rawColumns ?? run.columns).length)} columns of the same names and types`,
        received: `${String(sameFile.columns.length)} columns, some of another name or type`,
        next: 'Import the file again and read it as before, or train with the recipe of the run.',
      },
    );
  }
  throw new StrongroomError(
    'REPEAT_IMPOSSIBLE',
    sameName === undefined
      ? `The data of ${run.name}, ${run.datasetName}, are not in this project any more.`
      : `The data of ${run.name} have changed: ${run.datasetName} is another file now.`,
    {
      expected: `the fingerprint ${run.fingerprint}`,
      received: sameName?.fingerprint ?? 'no data set with it',
      next: 'Import the same file again, or train with the recipe of the run on the new data.',
    },
  );
}

/**
 * Trains again as a run was trained: with its recipe, on the same data, from the same seed and on the same device.
 * Throws REPEAT_IMPOSSIBLE, or what keeps a training from starting.
 */
export async function repeatRun(
  house: House,
  project: Project,
  run: Run,
): Promise<{ session: Session; notes: Warning[] }> {
  if (joinsRuns(run)) {
    throw new StrongroomError(
      'REPEAT_IMPOSSIBLE',
      `${run.name} joins other runs and was not trained itself.`,
      {
        next: 'Train those again, and join them.',
      },
    );
  }
  const dataset = dataOf(run, project.datasets.list());
  const made = repeatedRecipe(run);
  const recipe = { ...made, data: { ...made.data, dataset: dataset.id, fingerprint: dataset.fingerprint } };
  const session = await startSession(house, project, undefined, { recipe, repeats: run.id });
  return { session: session.current, notes: repeatNotes(run, house.options.version) };
}
