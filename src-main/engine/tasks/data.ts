import { version } from '@duckdb/node-api';
import { importFile } from '../data/importers/import';
import { inspect } from '../data/importers/inspect';
import { rows } from '../data/rows';
import type { TaskHandlers } from '../protocol';

/** The tasks of the child that holds DuckDB. */
export const handlers: TaskHandlers = {
  inspect,
  async import(params, context) {
    const { reader: _, ...outcome } = await importFile(params, context);
    return outcome;
  },
  rows,
  describe: () =>
    Promise.resolve([
      {
        name: 'duckdb',
        title: 'DuckDB',
        purpose: 'reads, summarises and splits tables',
        available: true,
        version: version(),
        reason: null,
      },
    ]),
};
