import { version } from '@duckdb/node-api';
import { combination, combine } from '../data/combine';
import { exportData } from '../data/exporters';
import { contactSheet } from '../data/images/contact-sheet';
import { imagePaths, placeImages } from '../data/images/place';
import { importFile } from '../data/importers/import';
import { inspect } from '../data/importers/inspect';
import { profileTasks } from '../data/profile/tasks';
import { renameColumns } from '../data/rename-columns';
import { rows } from '../data/rows';
import { clean } from '../data/steps/clean';
import { previewSteps } from '../data/steps/preview';
import { summarise } from '../data/summarise';
import { find } from '../data/table/find';
import { tableView } from '../data/table/view';
import { groupCategories } from '../data/suggestions/group-categories';
import { suggestSteps } from '../data/suggestions/suggest';
import { writePredictions } from '../data/write-predictions';
import { writeRawFrame, writeRawRows } from '../export/raw-tasks';
import { checkValues } from '../features/check-values';
import { frameOfFile } from '../features/frame-of-file';
import { previewTransform } from '../features/preview';
import { prepare } from '../features/prepare';
import { readFitted } from '../features/read-fitted';
import { previewSplit } from '../features/split/preview';
import type { TaskHandlers } from '../protocol';

/** The tasks of the child that holds DuckDB. */
export const handlers: TaskHandlers = {
  inspect,
  import: importFile,
  summarise,
  'preview-steps': previewSteps,
  clean,
  'suggest-steps': suggestSteps,
  'group-categories': groupCategories,
  rows,
  ...profileTasks,
  'table-view': tableView,
  find,
  prepare,
  split: previewSplit,
  'preview-transform': previewTransform,
  frame: async (params, context) => frameOfFile(params, await readFitted(params.model), context),
  'raw-rows': writeRawRows,
  'raw-frame': writeRawFrame,
  'write-predictions': writePredictions,
  'check-values': checkValues,
  'rename-columns': renameColumns,
  'export-data': exportData,
  combination,
  combine,
  'contact-sheet': contactSheet,
  'image-paths': imagePaths,
  'place-images': placeImages,
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
