import { version } from '@duckdb/node-api';
import { exportData } from '../data/exporters';
import { importFile } from '../data/importers/import';
import { inspect } from '../data/importers/inspect';
import { rows } from '../data/rows';
import { writePredictions } from '../data/write-predictions';
import { frameOfFile } from '../features/frame-of-file';
import { prepare } from '../features/prepare';
import { readFitted } from '../features/read-fitted';
import type { TaskHandlers } from '../protocol';

/** The tasks of the child that holds DuckDB. */
export const handlers: TaskHandlers = {
  inspect,
  import: importFile,
  rows,
  prepare,
  frame: async (params, context) => frameOfFile(params, await readFitted(params.model), context),
  'write-predictions': writePredictions,
  'export-data': exportData,
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
