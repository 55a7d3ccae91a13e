import type { DatasetId } from '../contract/schemas/common';
import type { Handlers } from './backend';
import type { House } from './house';
import { analyseTable, compareTables, type Table } from './work/look';

type LookCalls = 'datasets.analyse' | 'datasets.drift' | 'datasets.pair';

/** The calls that look into data sets and change nothing. */
export function lookHandlers(house: House): Pick<Handlers, LookCalls> {
  const { engine, current, jobs } = house;

  async function table(id: DatasetId): Promise<Table> {
    const { datasets } = await current.get();
    return { parquet: datasets.parquet(id), profile: await datasets.profile(id) };
  }

  return {
    'datasets.analyse': ({ job, dataset, target }) =>
      jobs.run(job, 'Profile', async (work) => analyseTable(house, await table(dataset), target, work)),
    'datasets.drift': ({ job, before, after }) =>
      jobs.run(job, 'Drift', async (work) =>
        compareTables(house, await table(before), await table(after), work),
      ),
    'datasets.pair': async ({ dataset, columns }) =>
      engine.run('pair', { ...(await table(dataset)), columns }),
  };
}
