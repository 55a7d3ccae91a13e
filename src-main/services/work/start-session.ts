import { StrongroomError } from '../../contract/errors';
import { runIdSchema } from '../../contract/schemas/common';
import type { Run } from '../../contract/schemas/runs';
import type { TrainingSession } from '../../sessions';
import { newId, type Project } from '../../workspace';
import type { House } from '../house';

/** "Run 4" after "Run 3", also when earlier ones were removed or renamed. */
export function nextRunName(names: readonly string[]): string {
  const numbers = names.map((name) => Number(/^Run (\d+)$/.exec(name)?.[1] ?? 0));
  return `Run ${String(Math.max(0, ...numbers) + 1)}`;
}

/** Starts a training of the project's recipe as it stands. Throws what keeps it from starting. */
export async function startSession(house: House, project: Project): Promise<TrainingSession> {
  house.sessions.requireNone();
  const { recipe, datasets } = project;
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
  const dataset = datasets.get(recipe.data.dataset);
  const profile = await datasets.profile(dataset.id);
  const id = runIdSchema.parse(newId());
  // Sessions of other projects have numbers of their own.
  const sessions = house.sessions.list().filter((session) => session.project === project.id);
  const names = [...project.runs.list(), ...sessions].map(({ name }) => name);
  return house.sessions.start({
    id,
    project: project.id,
    name: nextRunName(names),
    target: recipe.target,
    recipe,
    dataset,
    parquet: datasets.parquet(dataset.id),
    profile,
    engine: house.engine,
    keep: async (make: (folder: string) => Promise<Run>) => {
      await project.runs.add(id, make);
      house.current.changed(project);
    },
  });
}
