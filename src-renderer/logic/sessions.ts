import type { Dataset, ProjectSummary, Recipe, Session } from '../../src-main/contract';

/** A session that trains for a project which is not open: "Run 5 of My project". */
export function otherTraining(
  { name, project }: Pick<Session, 'name' | 'project'>,
  projects: readonly Pick<ProjectSummary, 'id' | 'name'>[],
): string {
  return `${name} of ${projects.find(({ id }) => id === project)?.name ?? 'another project'}`;
}

/** Whether a session learned what the recipe asks for now: the same column of the same data set. */
export function isOfRecipe(
  session: Pick<Session, 'target' | 'dataset'>,
  recipe: Pick<Recipe, 'target'> | null,
  dataset: Pick<Dataset, 'id'> | null,
): boolean {
  return session.target === recipe?.target && session.dataset === dataset?.id;
}
