import { version } from '@duckdb/node-api';
import { importFile } from '../data/importers/import';
import { inspect } from '../data/importers/inspect';
import { profileTasks } from '../data/profile/tasks';
import { rows } from '../data/rows';
import { clean } from '../data/steps/clean';
import { previewSteps } from '../data/steps/preview';
import { find } from '../data/table/find';
import { tableView } from '../data/table/view';
import { writePredictions } from '../data/write-predictions';
import { frameOfFile } from '../features/frame-of-file';
import { prepare } from '../features/prepare';
import { readFitted } from '../features/read-fitted';
import { previewSplit } from '../features/split/preview';
import type { TaskHandlers } from '../protocol';

/** The tasks of the child that holds DuckDB. */
export const handlers: TaskHandlers = {
  inspect,
  import: importFile,
  'preview-steps': previewSteps,
  clean,
  rows,
  ...profileTasks,
  'table-view': tableView,
  find,
  prepare,
  split: previewSplit,
  frame: async (params, context) => frameOfFile(params, await readFitted(params.model), context),
  'write-predictions': writePredictions,
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
