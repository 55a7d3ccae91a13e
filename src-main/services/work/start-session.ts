import { StrongroomError } from '../../contract/errors';
import { runIdSchema, type RunId } from '../../contract/schemas/common';
import type { Recipe } from '../../contract/schemas/recipe';
import type { SessionHome, TrainingSession } from '../../sessions';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, sessionManifest, type Project } from '../../workspace';
import { cleaningFile } from '../../engine/protocol';
import type { House } from '../house';
import { cleanedTable } from './cleaned-table';
import { placePixels } from './pixels';
import { unheard, type Work } from './work';

/** "Run 4" after "Run 3", also when earlier ones were removed or renamed. */
export function nextRunName(names: readonly string[]): string {
  const numbers = names.map((name) => Number(/^Run (\d+)$/.exec(name)?.[1] ?? 0));
  return `Run ${String(Math.max(0, ...numbers) + 1)}`;
}

/** What the next training of a project is called, whatever waits. */
export function nameOfNext(house: House, project: Project): string {
  // Sessions of other projects have numbers of their own.
  const sessions = house.sessions.list().filter((session) => session.project === project.id);
  const all = [...project.runs.list(), ...project.sessions.list(), ...project.queue.list(), ...sessions];
  return nextRunName(all.map(({ name }) => name));
}

export const newRunId = (): RunId => runIdSchema.parse(newId());

/** Throws DATASET_NOT_FOUND and TARGET_NOT_FOUND. @returns the column to predict. */
export function requireTrainable(recipe: Recipe): string {
  if (recipe.data.dataset === null) {
    throw new StrongroomError('DATASET_NOT_FOUND', 'The project has no data yet.', {
      next: 'Import a file or open a sample first.',
    });
  }
  if (recipe.target === null) {
    throw new StrongroomError('TARGET_NOT_FOUND', 'No column to predict is chosen.', {
      next: 'Choose the column to predict.',
    });
  }
  return recipe.target;
}

interface StartOptions {
  repeats?: RunId;
  recipe?: Recipe;
  queued?: { id: RunId; name: string };
}

/** A folder among the project's interrupted trainings, which becomes a run of it. */
function homeOf(house: House, project: Project, id: RunId, cleaning: string | null): SessionHome {
  const { sessions, runs } = project;
  const changed = (): void => house.current.changed(project);
  return {
    begin: async () => {
      const folder = await sessions.begin(id);
      if (cleaning !== null) await copyFile(cleaning, join(folder, cleaningFile));
      return folder;
    },
    remember: (manifest) => sessions.remember(manifest),
    keep: async (run) => {
      await runs.adopt(sessions.path(id), run);
      sessions.forget(id);
      await rm(join(runs.path(id), sessionManifest), { force: true });
      changed();
    },
    leave: changed,
    discard: async () => {
      await sessions.discard(id);
      changed();
    },
  };
}

/**
 * Starts a training of the project's recipe as it stands. Throws what keeps it from starting.
 * @param work of the cleaning that comes first, where the table is not there yet.
 * @param options a recipe that is trained instead of the project's, the run that it is to give again, and what the
 * training is called where that was said before.
 */
export async function startSession(
  house: House,
  project: Project,
  work: Work = unheard,
  { repeats, recipe = project.recipe, queued }: StartOptions = {},
): Promise<TrainingSession> {
  house.sessions.requireNone();
  const target = requireTrainable(recipe);
  const { dataset, parquet, images, profile, key, cleaning } = await cleanedTable(
    house,
    project,
    work,
    recipe,
  );
  if (work.signal.aborted) throw new StrongroomError('CANCELLED', 'The training was cancelled.');
  const release = key === null ? () => undefined : project.cleaned.hold(key);
  const { id, name } = queued ?? { id: newRunId(), name: nameOfNext(house, project) };
  try {
    const session = house.sessions.start({
      id,
      project: project.id,
      name,
      target,
      recipe,
      dataset,
      parquet,
      profile,
      engine: house.engine,
      home: homeOf(house, project, id, cleaning),
      ...(images === null
        ? {}
        : {
            placePixels: (columns, folder, options) =>
              placePixels(
                house,
                images,
                columns.map(({ shape }) => shape),
                folder,
                options,
              ),
          }),
      version: house.options.version,
      repeats,
      resume: null,
    });
    void session.ended.then(release);
    return session;
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Takes up a training of the project that was interrupted, on the device that its recipe names now. It ends as it
 * would have ended. Throws RUN_NOT_FOUND, and BUSY while another one is under way.
 */
export function resumeSession(house: House, project: Project, id: RunId): TrainingSession {
  house.sessions.requireNone();
  const manifest = project.sessions.get(id);
  const { name, target, recipe, dataset } = manifest;
  const { device } = project.recipe.training;
  return house.sessions.start({
    id,
    project: project.id,
    name,
    target,
    recipe: { ...recipe, training: { ...recipe.training, device } },
    dataset,
    parquet: '',
    profile: { rows: dataset.rows, columns: [] },
    engine: house.engine,
    home: homeOf(house, project, id, null),
    version: house.options.version,
    resume: manifest,
  });
}
