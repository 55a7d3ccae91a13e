import { datasetIdSchema } from '../../contract/schemas/common';
import type { ColumnType, Dataset, Reading } from '../../contract/schemas/data';
import { withDataset } from '../../contract/planning';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportOutcome } from '../../engine/protocol';
import { datasetFiles, newId, writeJson, type Project } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { attachImages, nothingNamed, unfold, withImages, type Attached, type Unfolded } from './images';
import { keepOriginal } from './keep-original';
import { part, partOf, type Work } from './work';

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

/** How much of an import reading pictures is, for lack of knowing how many there are. */
const imageShare = 0.8;

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

interface Table {
  outcome: ImportOutcome;
  hasImages: boolean;
}

/** Reads a table into a data set's folder, with its pictures where it has any. */
function importTable(
  house: House,
  file: SourceFile,
  choices: ImportChoices,
  directory: string,
  work: Work,
): Promise<Table> {
  return house.workspace.scratch.within('import', async (scratch) => {
    const unfolded = await unfold(house, file, directory, scratch, partOf(work, 0, imageShare));
    const read = await readTable(house, unfolded, choices, directory, work);
    if (unfolded.beside === null) return finished(house, read, unfolded, null, choices, directory, work);
    const attached = await attachImages(
      house,
      join(directory, datasetFiles.parquet),
      unfolded.beside,
      directory,
      null,
      part(work, imageShare, 0.95, 'Reading pictures'),
    );
    if (attached !== null) return finished(house, read, unfolded, attached, choices, directory, work);
    if (file.images !== undefined) throw nothingNamed(file.name, file.images.name);
    // A table that says nothing of the pictures: their folders may.
    const again = await unfold(house, file, directory, scratch, work, { labels: true });
    const made = await readTable(house, again, choices, directory, work);
    return finished(house, made, again, null, choices, directory, work);
  });
}

async function readTable(
  { engine }: House,
  { file, reading: own, packed }: Unfolded,
  { reading, types, summary = 'now' }: ImportChoices,
  directory: string,
  work: Work,
): Promise<ImportOutcome> {
  const { path, name, place } = file;
  const said = packed === null ? { ...own, ...reading, ...place } : own;
  return engine.run(
    'import',
    {
      path,
      name,
      directory,
      summary: packed === null ? summary : 'later',
      ...(Object.keys(said).length === 0 ? {} : { reading: said }),
      ...(types === undefined || packed !== null ? {} : { types }),
    },
    part(work, packed === null ? 0 : imageShare, 1, `Reading ${name}`),
  );
}

/** Keeps what was rejected, and sums the columns up with their pictures where that is not left for later. */
async function finished(
  { engine }: House,
  read: ImportOutcome,
  unfolded: Unfolded,
  attached: Attached | null,
  { summary = 'now' }: ImportChoices,
  directory: string,
  work: Work,
): Promise<Table> {
  const { packed } = unfolded;
  const hasImages = packed !== null || attached !== null;
  if (!hasImages) return { outcome: read, hasImages };
  const outcome = withImages(read, unfolded, attached);
  if (packed !== null) await writeJson(join(directory, datasetFiles.rejected), packed.rejected);
  await rm(join(directory, datasetFiles.profile), { force: true });
  if (summary === 'now') {
    const parquet = join(directory, datasetFiles.parquet);
    const params = { parquet, columns: outcome.columns, directory, images: directory };
    const profile = await engine.run('summarise', params, part(work, 0.95, 1, 'Summing up the columns'));
    await writeJson(join(directory, datasetFiles.profile), profile);
  }
  return { outcome, hasImages };
}

/** Reads a file into the project as a data set and makes it the recipe's data. */
export async function importDataset(
  house: House,
  project: Project,
  file: SourceFile,
  choices: ImportChoices,
  work: Work,
): Promise<Dataset> {
  const { path, name } = file;
  const { target, keep, before } = choices;
  const id = datasetIdSchema.parse(newId());
  const startedAt = performance.now();
  const dataset = await project.datasets.add(id, async (directory) => {
    const { outcome, hasImages } = await importTable(house, file, choices, directory, work);
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
      ...(hasImages ? { images: true } : {}),
      ...(before === undefined ? {} : { origin: before.origin ?? before.id }),
      ...(original ? { original } : {}),
      ...(unreadable.length === 0 ? {} : { unreadable }),
    };
  });
  await project.changeRecipe((recipe) => withDataset(recipe, dataset, target ?? null, before ?? null));
  return dataset;
}
