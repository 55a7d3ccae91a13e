import type { Handlers } from './backend';
import type { House } from './house';
import { combineDatasets, partsOf } from './work/combine-datasets';
import { unheard } from './work/work';

export function combineHandlers(house: House): Pick<Handlers, 'datasets.combination' | 'datasets.combine'> {
  const { engine, current, jobs } = house;
  return {
    'datasets.combination': async ({ datasets, how }) =>
      engine.run('combination', { parts: await partsOf(house, await current.get(), datasets, unheard), how }),

    'datasets.combine': ({ job, datasets, how }) =>
      jobs.run(job, 'Combine', async (work) => {
        const project = await current.get();
        const dataset = await combineDatasets(house, project, datasets, how, work);
        current.changed(project);
        return dataset;
      }),
  };
}
