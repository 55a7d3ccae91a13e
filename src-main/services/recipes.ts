import { StrongroomError } from '../contract/errors';
import { imageShapes, planRecipe, roleOf } from '../contract/planning';
import type { Plan } from '../contract/schemas/recipe';
import type { Handlers } from './backend';
import type { House } from './house';
import { cleanedTable } from './work/cleaned-table';
import { placePixels } from './work/pixels';
import { unheard, type Work } from './work/work';

type RecipeCalls =
  | 'recipes.update'
  | 'recipes.undo'
  | 'recipes.redo'
  | 'recipes.preview'
  | 'recipes.plan'
  | 'recipes.split'
  | 'recipes.augmentation';

/** Why there is no data. */
const noData = (dataset: string | null): Plan['problems'][number] => ({
  code: 'DATASET_NOT_FOUND',
  ...(dataset === null
    ? { message: 'There is no data yet.', next: 'Import a file or open a sample.' }
    : {
        message: 'The data set of this recipe was removed.',
        next: 'Choose another one, or import the file again.',
      }),
});

/** The plan of a recipe whose table is not there: nothing but the reason. */
function emptyPlan(problem: Plan['problems'][number]): Plan {
  return {
    task: null,
    taskReason: problem.message,
    problems: [problem],
    columns: [],
    rows: { total: 0, targetMissing: 0, train: 0, validation: 0, test: 0 },
    layers: [],
    parameters: 0,
    batchSize: 0,
    learningRate: 0,
    loss: null,
  };
}

export function recipeHandlers(house: House): Pick<Handlers, RecipeCalls> {
  const { current, engine, jobs, workspace } = house;

  async function plan(work: Work): Promise<Plan> {
    const project = await current.get();
    const { recipe, datasets } = project;
    const id = recipe.data.dataset;
    if (id === null || !datasets.list().some((dataset) => dataset.id === id)) return emptyPlan(noData(id));
    try {
      const { profile } = await cleanedTable(house, project, work);
      return planRecipe(recipe, profile);
    } catch (error) {
      if (!(error instanceof StrongroomError) || error.code !== 'STEP_INVALID') throw error;
      const { code, message, next = '' } = error;
      return emptyPlan({ code, message, next });
    }
  }

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
    'recipes.plan': ({ job }) => (job === undefined ? plan(unheard) : jobs.run(job, 'Cleaning', plan)),
    'recipes.preview': async ({ column, transform }) => {
      const project = await current.get();
      const { recipe } = project;
      const { parquet, profile } = await cleanedTable(house, project, unheard);
      const summary = profile.columns.find(({ name }) => name === column);
      if (summary === undefined) {
        throw new StrongroomError('DATASET_NOT_FOUND', `There is no column ${column} to show.`, {
          next: 'Import a file that has it, or choose another column.',
        });
      }
      const features = { ...recipe.features, columns: { ...recipe.features.columns, [column]: transform } };
      return engine.run('preview-transform', {
        parquet,
        column,
        type: roleOf(recipe, summary, profile.rows).type,
        recipe: { ...recipe, features },
        task: planRecipe(recipe, profile).task,
      });
    },
    'recipes.split': async () => {
      const project = await current.get();
      const { parquet, profile } = await cleanedTable(house, project, unheard);
      return engine.run('split', { parquet, profile, recipe: project.recipe });
    },
    'recipes.augmentation': async () => {
      const project = await current.get();
      const { dataset, parquet, images, profile } = await cleanedTable(house, project, unheard);
      // One split is enough to show, however many folds there will be.
      const recipe = { ...project.recipe, split: { ...project.recipe.split, folds: 1 } };
      return workspace.scratch.within('augment', async (directory) => {
        const shapes = imageShapes(recipe, profile);
        if (images !== null && shapes.length > 0) {
          const wanted = shapes.map(({ shape }) => shape);
          await placePixels(house, images, wanted, directory, undefined);
        }
        await engine.run('prepare', {
          parquet,
          profile,
          columns: dataset.columns,
          recipe,
          directory,
          shapes,
        });
        return engine.run('augment', { directory, recipe });
      });
    },
  };
}
