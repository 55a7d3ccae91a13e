import { StrongroomError } from '../contract/errors';
import { planRecipe, roleOf } from '../contract/planning';
import type { Plan } from '../contract/schemas/recipe';
import type { Handlers } from './backend';
import type { House } from './house';

type RecipeCalls = 'recipes.update' | 'recipes.undo' | 'recipes.redo' | 'recipes.preview' | 'recipes.plan';

/** The plan of a recipe whose data is not there: nothing but the reason. */
function emptyPlan(dataset: string | null): Plan {
  const problem =
    dataset === null
      ? { message: 'There is no data yet.', next: 'Import a file or open a sample.' }
      : {
          message: 'The data set of this recipe was removed.',
          next: 'Choose another one, or import the file again.',
        };
  return {
    task: null,
    taskReason: problem.message,
    problems: [{ code: 'DATASET_NOT_FOUND', ...problem }],
    columns: [],
    rows: { total: 0, targetMissing: 0, train: 0, validation: 0, test: 0 },
    layers: [],
    parameters: 0,
    batchSize: 0,
    learningRate: 0,
    loss: null,
  };
}

export function recipeHandlers({ current, engine }: House): Pick<Handlers, RecipeCalls> {
  return {
    'recipes.update': async ({ recipe }) => {
      const project = await current.get();
      await project.changeRecipe(() => recipe);
      current.changed(project);
      return project.state;
    },
    'recipes.undo': async () => {
      const project = await current.get();
      await project.undo();
      current.changed(project);
      return project.state;
    },
    'recipes.redo': async () => {
      const project = await current.get();
      await project.redo();
      current.changed(project);
      return project.state;
    },
    'recipes.preview': async ({ column, transform }) => {
      const { recipe, datasets } = await current.get();
      const id = recipe.data.dataset;
      const dataset = id === null ? undefined : datasets.list().find((candidate) => candidate.id === id);
      const profile = dataset === undefined ? null : await datasets.profile(dataset.id);
      const summary = profile?.columns.find(({ name }) => name === column);
      if (dataset === undefined || profile === null || summary === undefined) {
        throw new StrongroomError('DATASET_NOT_FOUND', `There is no column ${column} to show.`, {
          next: 'Import a file that has it, or choose another column.',
        });
      }
      const features = { ...recipe.features, columns: { ...recipe.features.columns, [column]: transform } };
      return engine.run('preview-transform', {
        parquet: datasets.parquet(dataset.id),
        column,
        type: roleOf(recipe, summary, profile.rows).type,
        recipe: { ...recipe, features },
        task: planRecipe(recipe, profile).task,
      });
    },
    'recipes.plan': async () => {
      const { recipe, datasets } = await current.get();
      const id = recipe.data.dataset;
      const dataset = id === null ? undefined : datasets.list().find((candidate) => candidate.id === id);
      if (dataset === undefined) return emptyPlan(id);
      return planRecipe(recipe, await datasets.profile(dataset.id));
    },
  };
}
