import type { Handlers } from './backend';
import type { House } from './house';
import { cleanedTable } from './work/cleaned-table';

export function cleaningHandlers(house: House): Pick<Handlers, 'cleaning.preview' | 'cleaning.table'> {
  const { current, engine, jobs } = house;
  return {
    'cleaning.preview': async (params) => {
      const { recipe, datasets } = await current.get();
      const { cleaning, data, seed } = recipe;
      if (data.dataset === null) {
        return { sampled: 0, total: 0, report: null, before: [], columns: [], rows: [] };
      }
      // The step that is looked at is shown also while it is switched off.
      const steps = cleaning.map((step) => (step.id === params.step ? { ...step, enabled: true } : step));
      return engine.run('preview-steps', { ...params, parquet: datasets.parquet(data.dataset), steps, seed });
    },

    'cleaning.table': ({ job }) =>
      jobs.run(job, 'Cleaning', async (work) => {
        const { profile, steps } = await cleanedTable(house, await current.get(), work);
        return { profile, steps, warnings: [] };
      }),
  };
}
