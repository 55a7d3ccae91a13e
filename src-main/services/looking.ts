import type { DatasetId } from '../contract/schemas/common';
import type { Handlers } from './backend';
import type { House } from './house';
import { analyseTable, compareTables, type Table } from './work/look';
import { profileOf } from './work/profile-of';
import { shownTable } from './work/shown-table';
import { unheard, type Work } from './work/work';

type LookCalls =
  | 'datasets.analyse'
  | 'datasets.drift'
  | 'datasets.pair'
  | 'datasets.view'
  | 'datasets.find'
  | 'datasets.look'
  | 'datasets.keepLook';

/** The calls that look into data sets and change nothing. */
export function lookHandlers(house: House): Pick<Handlers, LookCalls> {
  const { engine, current, jobs } = house;

  async function table(id: DatasetId, work: Work): Promise<Table> {
    const project = await current.get();
    return { parquet: project.datasets.parquet(id), profile: await profileOf(house, project, id, work) };
  }

  return {
    'datasets.analyse': ({ job, dataset, target }) =>
      jobs.run(job, 'Profile', async (work) => analyseTable(house, await table(dataset, work), target, work)),
    'datasets.drift': ({ job, before, after }) =>
      jobs.run(job, 'Drift', async (work) =>
        compareTables(house, await table(before, work), await table(after, work), work),
      ),
    'datasets.pair': async ({ dataset, columns }) =>
      engine.run('pair', { ...(await table(dataset, unheard)), columns }),
    'datasets.view': ({ job, dataset, query, cleaned, changedFrom }) =>
      jobs.run(job, 'Sort and filter', async (work) => {
        const project = await current.get();
        const { parquet } = await shownTable(project, dataset, cleaned);
        const before =
          changedFrom === undefined ? undefined : await shownTable(project, dataset, changedFrom);
        return house.views.prepare(parquet, query, work, before?.parquet);
      }),
    'datasets.find': ({ job, dataset, view, text, cleaned }) =>
      jobs.run(job, 'Find', async ({ signal }) => {
        const parquet =
          view === undefined
            ? (await shownTable(await current.get(), dataset, cleaned)).parquet
            : house.views.path(view);
        return engine.run('find', { parquet, text, numbered: view !== undefined }, { signal });
      }),
    'datasets.look': async ({ dataset }) => (await current.get()).looks.get(dataset),
    'datasets.keepLook': async ({ dataset, look }) => {
      const project = await current.get();
      await project.looks.keep(project.datasets.get(dataset).id, look);
      return { done: true };
    },
  };
}
