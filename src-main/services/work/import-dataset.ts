import { datasetIdSchema } from '../../contract/schemas/common';
import type { ColumnType, Dataset, Reading } from '../../contract/schemas/data';
import type { Recipe } from '../../contract/schemas/recipe';
import { newId, type Project } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { part, type Work } from './work';

export interface ImportChoices {
  reading?: Partial<Reading>;
  types?: Record<string, ColumnType>;
  /** The column to predict, when the file's origin suggests one. */
  target?: string | null;
}

/** The recipe with other data: what it says of columns that are still there stays. */
export function withDataset(recipe: Recipe, dataset: Dataset, suggested: string | null): Recipe {
  const names = new Set(dataset.columns.map(({ name }) => name));
  const kept = recipe.target !== null && names.has(recipe.target) ? recipe.target : null;
  const target = suggested !== null && names.has(suggested) ? suggested : kept;
  return {
    ...recipe,
    data: { dataset: dataset.id, fingerprint: dataset.fingerprint, reading: dataset.reading },
    target,
    task: target === recipe.target ? recipe.task : 'auto',
    columns: Object.fromEntries(Object.entries(recipe.columns).filter(([name]) => names.has(name))),
  };
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
  { reading, types, target }: ImportChoices,
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
        ...(reading === undefined && place === undefined ? {} : { reading: { ...reading, ...place } }),
        ...(types === undefined ? {} : { types }),
      },
      part(work, 0, 1, `Reading ${name}`),
    );
    return {
      formatVersion: 1,
      id,
      name: tableName(name),
      createdAt: new Date().toISOString(),
      source: { name, bytes: outcome.bytes },
      fingerprint: outcome.fingerprint,
      reading: outcome.reading,
      rows: outcome.rows,
      columns: outcome.columns,
      rejectedRows: outcome.rejectedRows,
      importSeconds: (performance.now() - startedAt) / 1000,
      warnings: outcome.warnings,
    };
  });
  await project.changeRecipe((recipe) => withDataset(recipe, dataset, target ?? null));
  return dataset;
}
