import { createHash } from 'node:crypto';
import type { Combine } from '../../contract/schemas/combine';
import { datasetIdSchema, type DatasetId, type Warning } from '../../contract/schemas/common';
import type { ColumnReading, Dataset, Reading } from '../../contract/schemas/data';
import { withDataset } from '../../contract/planning';
import type { TaskParams, TaskResult } from '../../engine/protocol';
import { newId, type Project } from '../../workspace';
import type { House } from '../house';
import { profileOf } from './profile-of';
import { part, type Work } from './work';

/** The data sets of a project as the engine takes them. Throws DATASET_NOT_FOUND. */
export async function partsOf(
  house: House,
  project: Project,
  ids: readonly DatasetId[],
  work: Work,
): Promise<TaskParams<'combine'>['parts']> {
  const { datasets } = project;
  return Promise.all(
    ids.map(async (id) => {
      const { source, fingerprint, rows, columns } = datasets.get(id);
      const profile = await profileOf(house, project, id, work);
      const missing = new Map(profile.columns.map((column) => [column.name, column.missing]));
      return {
        name: source.name,
        parquet: datasets.parquet(id),
        fingerprint,
        rows,
        columns: columns.map(({ name, type, identifier }) => ({
          name,
          type,
          identifier,
          empty: missing.get(name) === rows,
        })),
      };
    }),
  );
}

/** Of everything that the combined table follows from: the files, how each was read, and how they were combined. */
function fingerprintOf(parts: readonly Dataset[], how: Combine): string {
  const files = parts.map(({ fingerprint, reading, columns }) => [fingerprint, reading, columns]);
  return createHash('sha256')
    .update(JSON.stringify([1, how, files]))
    .digest('hex');
}

/**
 * How a later file of the combined form is read: as the first of them, with what a person decided for columns of any
 * of them. Where the table stands in a file is each file's own matter.
 */
function readingOf(parts: readonly Dataset[], first: Reading): Reading {
  const columns = new Map<string, ColumnReading>();
  for (const { reading } of parts)
    for (const column of reading.columns ?? [])
      if (!columns.has(column.name)) columns.set(column.name, column);
  const words = new Set(parts.flatMap(({ reading }) => reading.missingWords));
  const { encoding, delimiter, quote, hasHeader, decimalSeparator, dateOrder } = first;
  return {
    encoding,
    delimiter,
    quote,
    hasHeader,
    decimalSeparator,
    dateOrder,
    missingWords: [...words],
    ...(columns.size === 0 ? {} : { columns: [...columns.values()] }),
  };
}

function nameOf(names: readonly string[], kind: Combine['kind']): string {
  const [first = '', second = ''] = names;
  const sign = kind === 'stack' ? 'and' : 'with';
  return names.length > 2 ? `${first} and ${String(names.length - 1)} more` : `${first} ${sign} ${second}`;
}

function joinNotes({ matches }: TaskResult<'combine'>, name: string): Warning[] {
  if (matches === null) return [];
  const { leftRows, leftMatched, repeatedKeys } = matches;
  const alone = leftRows - leftMatched;
  return [
    ...(alone === 0
      ? []
      : [
          {
            code: 'ROWS_WITHOUT_MATCH',
            message: `${String(alone)} of ${String(leftRows)} rows have no counterpart in ${name}.`,
            rows: alone,
          },
        ]),
    ...(repeatedKeys === 0
      ? []
      : [
          {
            code: 'REPEATED_KEYS',
            message: `${String(repeatedKeys)} keys occur more than once in ${name}; the first row of each was taken.`,
          },
        ]),
  ];
}

/**
 * Makes one data set of several and makes it the recipe's data; the parts stay.
 * Throws COMBINE_UNSUITABLE, DATASET_NOT_FOUND, DISK_FULL, CANCELLED.
 */
export async function combineDatasets(
  house: House,
  project: Project,
  ids: readonly DatasetId[],
  how: Combine,
  work: Work,
): Promise<Dataset> {
  const id = datasetIdSchema.parse(newId());
  const startedAt = performance.now();
  const parts = await partsOf(house, project, ids, work);
  const sources = ids.map((part) => project.datasets.get(part));
  const dataset = await project.datasets.add(id, async (directory) => {
    const made = await house.engine.run('combine', { parts, how, directory }, part(work, 0, 1, 'Combining'));
    const [first] = sources;
    if (first === undefined) throw new Error('a combination has parts');
    return {
      formatVersion: 1,
      id,
      name: nameOf(
        sources.map(({ name }) => name),
        how.kind,
      ),
      createdAt: new Date().toISOString(),
      source: {
        name: nameOf(
          sources.map(({ source }) => source.name),
          how.kind,
        ),
        bytes: sources.reduce((sum, { source }) => sum + source.bytes, 0),
      },
      fingerprint: fingerprintOf(sources, how),
      reading: readingOf(sources, first.reading),
      rows: made.rows,
      columns: made.columns,
      rejectedRows: 0,
      importSeconds: (performance.now() - startedAt) / 1000,
      warnings: [...made.warnings, ...joinNotes(made, sources[1]?.source.name ?? '')],
      combined: { how, parts: sources.map(({ id: own, name }) => ({ dataset: own, name })) },
    };
  });
  await project.changeRecipe((recipe) => withDataset(recipe, dataset));
  return dataset;
}
