import type { Handlers } from './backend';
import type { House } from './house';
import { StrongroomError } from '../contract/errors';
import type { Project } from '../workspace';
import { part } from './work/work';
import { lastCleaning } from './work/cleaned-table';
import { cleanedThrough } from './work/cleaned-through';

type CleaningCall = 'cleaning.preview' | 'cleaning.table' | 'cleaning.suggest' | 'cleaning.group-categories';

/** The Parquet file of the recipe's data set. Throws DATASET_NOT_FOUND. */
function parquetOf({ recipe, datasets }: Project): string {
  if (recipe.data.dataset !== null) return datasets.parquet(recipe.data.dataset);
  throw new StrongroomError('DATASET_NOT_FOUND', 'The project has no data yet.', {
    next: 'Import a file or open a sample first.',
  });
}

export function cleaningHandlers(house: House): Pick<Handlers, CleaningCall> {
  const { current, engine, jobs } = house;
  return {
    'cleaning.preview': async (params) => {
      const project = await current.get();
      const { recipe, datasets } = project;
      const { cleaning, data, seed } = recipe;
      if (data.dataset === null) {
        return {
          sampled: 0,
          total: 0,
          report: null,
          learnedFrom: null,
          errors: {},
          before: [],
          columns: [],
          rows: [],
        };
      }
      // The step that is looked at is shown also while it is switched off.
      const steps = (params.steps ?? cleaning).map((step) =>
        step.id === params.step ? { ...step, enabled: true } : step,
      );
      return engine.run('preview-steps', {
        ...params,
        parquet: datasets.parquet(data.dataset),
        steps,
        seed,
        cleaning: lastCleaning(project),
      });
    },

    'cleaning.table': ({ job, through, steps, compare }) =>
      jobs.run(job, 'Cleaning', async (work) =>
        cleanedThrough(house, await current.get(), work, { through, steps, compare }),
      ),

    'cleaning.suggest': ({ job }) =>
      jobs.run(job, 'Looking for what could be cleaned', async (work) => {
        const project = await current.get();
        const { cleaning: steps, seed } = project.recipe;
        return engine.run(
          'suggest-steps',
          { parquet: parquetOf(project), steps, seed },
          part(work, 0, 1, 'Looking at the rows'),
        );
      }),

    'cleaning.group-categories': ({ job, step, column, method }) =>
      jobs.run(job, 'Looking for spellings', async (work) => {
        const project = await current.get();
        const { cleaning, seed } = project.recipe;
        const place = cleaning.findIndex(({ id }) => id === step);
        const steps = place < 0 ? cleaning : cleaning.slice(0, place);
        return engine.run(
          'group-categories',
          { parquet: parquetOf(project), steps, column, method, seed },
          part(work, 0, 1, 'Comparing spellings'),
        );
      }),
  };
}
