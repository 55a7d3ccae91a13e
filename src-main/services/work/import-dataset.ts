import { datasetIdSchema } from '../../contract/schemas/common';
import type { ColumnType, Dataset, Reading } from '../../contract/schemas/data';
import { withDataset } from '../../contract/planning';
import { join } from 'node:path';
import { datasetFiles, newId, type Project } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { keepOriginal } from './keep-original';
import { part, type Work } from './work';

export { withDataset };

export interface ImportChoices {
  reading?: Partial<Reading>;
  types?: Record<string, ColumnType>;
  /** The column to predict, when the file's origin suggests one. */
  target?: string | null;
  /** Whether the columns are summed up when they are first asked for: see profile-of.ts. */
  summary?: 'now' | 'later';
  /** Whether the file is kept beside the data set: `ours` when it is a file of the workspace. */
  keep?: 'ours' | 'copy';
  /** The data set whose file is read in another way. */
  before?: Dataset;
}

/** The name of a file without the endings of the formats that are read. */
const tableName = (name: string): string => {
  const plain = name
    .replace(/\.(gz|zip)$/i, '')
    .replace(
      /\.(csv|tsv|txt|tab|psv|dat|data|parquet|pq|json|jsonl|ndjson|jsonlines|xlsx|xlsm|xlsb|xls|ods)$/i,
      '',
    );
  return plain === '' ? name : plain;
};

/** Reads a file into the project as a data set and makes it the recipe's data. */
export async function importDataset(
  { engine }: House,
  project: Project,
  { path, name, place }: SourceFile,
  { reading, types, target, keep, before, summary = 'now' }: ImportChoices,
  work: Work,
): Promise<Dataset> {
  const id = datasetIdSchema.parse(newId());
  const startedAt = performance.now();
  const dataset = await project.datasets.add(id, async (directory) => {
    const outcome = await engine.run(
      'import',
      {
        path,
        name,
        directory,
        summary,
        ...(reading === undefined && place === undefined ? {} : { reading: { ...reading, ...place } }),
        ...(types === undefined ? {} : { types }),
      },
      part(work, 0, 1, `Reading ${name}`),
    );
    const original =
      keep !== undefined &&
      (await keepOriginal(path, join(directory, datasetFiles.original), keep === 'ours'));
    const { unreadable = [] } = outcome;
    return {
      formatVersion: 1,
      id,
      name: before?.name ?? tableName(name),
      createdAt: new Date().toISOString(),
      source: { name, bytes: outcome.bytes },
      fingerprint: outcome.fingerprint,
      reading: outcome.reading,
      rows: outcome.rows,
      columns: outcome.columns,
      rejectedRows: outcome.rejectedRows,
      importSeconds: (performance.now() - startedAt) / 1000,
      warnings: outcome.warnings,
      ...(before === undefined ? {} : { origin: before.origin ?? before.id }),
      ...(original ? { original } : {}),
      ...(unreadable.length === 0 ? {} : { unreadable }),
    };
  });
  await project.changeRecipe((recipe) => withDataset(recipe, dataset, target ?? null, before ?? null));
  return dataset;
}
