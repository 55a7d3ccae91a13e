import { StrongroomError } from '../contract/errors';
import { planRecipe } from '../contract/planning';
import type { Column, Profile } from '../contract/schemas/data';
import type { Plan, Recipe } from '../contract/schemas/recipe';
import type { Handlers } from './backend';
import type { House } from './house';

type RecipeCalls =
  | 'recipes.update'
  | 'recipes.undo'
  | 'recipes.redo'
  | 'recipes.plan'
  | 'recipes.split'
  | 'recipes.augmentation';

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

export function recipeHandlers({ current, engine, workspace }: House): Pick<Handlers, RecipeCalls> {
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
    'recipes.plan': async () => {
      const { recipe, datasets } = await current.get();
      const id = recipe.data.dataset;
      const dataset = id === null ? undefined : datasets.list().find((candidate) => candidate.id === id);
      if (dataset === undefined) return emptyPlan(id);
      return planRecipe(recipe, await datasets.profile(dataset.id));
    },
    'recipes.split': async () => {
      const { recipe, parquet, profile } = await trainingData(current);
      return engine.run('split', { recipe, parquet, profile });
    },
    'recipes.augmentation': async () => {
      const { columns, ...given } = await trainingData(current);
      // One split is enough to show, however many folds there will be.
      const recipe = { ...given.recipe, split: { ...given.recipe.split, folds: 1 } };
      return workspace.scratch.within('augment', async (directory) => {
        await engine.run('prepare', { ...given, recipe, columns, directory });
        return engine.run('augment', { directory, recipe });
      });
    },
  };
}

/** The recipe with the data that it trains on. Throws DATASET_NOT_FOUND when there is none. */
async function trainingData(current: House['current']): Promise<{
  recipe: Recipe;
  parquet: string;
  profile: Profile;
  columns: Column[];
}> {
  const { recipe, datasets } = await current.get();
  const id = recipe.data.dataset;
  if (id === null) {
    throw new StrongroomError('DATASET_NOT_FOUND', 'There is no data yet.', {
      next: 'Import a file or open a sample.',
    });
  }
  const profile = await datasets.profile(id);
  return { recipe, profile, parquet: datasets.parquet(id), columns: datasets.get(id).columns };
}
