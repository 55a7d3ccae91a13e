import { enabledSteps, stepDefinitions, type CleaningStep } from '../../contract/cleaning';
import type { Cleaned } from '../../contract/schemas/cleaning';
import type { Project } from '../../workspace';
import type { House } from '../house';
import { cleanedTable } from './cleaned-table';
import { partOf, type Work } from './work';

interface Wanted {
  /** After this step instead of the last one. */
  through?: string | undefined;
  /** Instead of the recipe's. */
  steps?: readonly CleaningStep[] | undefined;
  compare?: boolean | undefined;
}

const effectOf = ({ kind }: CleaningStep) => stepDefinitions[kind].effect;

/**
 * The open project's table after its steps, or after one of them, as the window shows it; made when it is not there.
 * Throws DATASET_NOT_FOUND, STEP_INVALID, DISK_FULL, CANCELLED.
 */
export async function cleanedThrough(
  house: House,
  project: Project,
  work: Work,
  { through, steps = project.recipe.cleaning, compare = false }: Wanted,
): Promise<Cleaned> {
  const place = steps.findIndex(({ id }) => id === through);
  const wanted = place < 0 ? [...steps] : steps.slice(0, place + 1);
  const last = place < 0 ? undefined : wanted.at(-1);
  const done = wanted.map((step) => (step === last ? { ...step, enabled: true } : step));
  // Cells can only be compared where the step leaves each row at its place.
  const isCompared = compare && last !== undefined && ['cells', 'columns'].includes(effectOf(last));
  const table = async (cleaning: CleaningStep[], from: number, to: number) =>
    cleanedTable(house, project, partOf(work, from, to), { ...project.recipe, cleaning });
  const before = isCompared ? await table(done.slice(0, -1), 0, 0.5) : null;
  const after = await table(done, isCompared ? 0.5 : 0, 1);
  return {
    table: after.key,
    tracesRows: enabledSteps(done).every((step) => effectOf(step) !== 'table'),
    before:
      before === null ? null : { table: before.key, columns: before.dataset.columns.map(({ name }) => name) },
    profile: after.profile,
    steps: after.steps,
    warnings: [],
  };
}
