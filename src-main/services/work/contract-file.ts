import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { ColumnType, Inspection, Profile, Reading } from '../../contract/schemas/data';
import type { RenamedColumn } from '../../contract/schemas/file-check';
import { enabledSteps } from '../../contract/cleaning';
import { sourcesOf } from '../../contract/cleaning/lineage';
import type { Run } from '../../contract/schemas/runs';
import { cleaningFile, textFile } from '../../engine/protocol';
import type { ImportOutcome } from '../../engine/protocol';
import { datasetFiles, makeFolder, readProfile } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { attachImages, nothingNamed, unfold, withImages } from './images';
import type { Attached, ImageSource } from './images';
import { readingOf, requireReadable } from './later-file';
import type { Model } from './model-folder';
import { unheard, type Work } from './work';

/** Whether the target has to be in a file: it does for scores, and for predictions it does not. */
export type TargetNeed = 'required' | 'optional';

interface NamedType {
  name: string;
  type: ColumnType;
}

/**
 * The columns that a model takes, and its target, with the types that they had in training. Where there was cleaning,
 * the file has to have what the inputs follow from; other columns that steps may look at are taken for empty where it
 * lacks them, and so are those that only the target follows from, where the target may be missing.
 */
export function contractOf(run: Run, need: TargetNeed): { columns: NamedType[]; optional: string[] } {
  const cleaning = enabledSteps(run.recipe.cleaning);
  const needed = sourcesOf(cleaning, need === 'optional' ? run.inputs : [...run.inputs, run.target]);
  const columns = (run.rawColumns ?? run.columns)
    .filter(({ name }) => cleaning.length > 0 || needed.has(name) || name === run.target)
    .map(({ name, type }) => ({ name, type }));
  return { columns, optional: columns.map(({ name }) => name).filter((name) => !needed.has(name)) };
}

/** What a file calls a column of the model. */
const nameIn = (name: string, renamed: readonly RenamedColumn[]): string =>
  renamed.find(({ was }) => was === name)?.is ?? name;

/** How columns were read in training, by the names of the file. */
const readingIn = (reading: Reading, renamed: readonly RenamedColumn[]): Reading =>
  reading.columns === undefined
    ? reading
    : {
        ...reading,
        columns: reading.columns.map((column) => ({ ...column, name: nameIn(column.name, renamed) })),
      };

/** Throws CONTRACT_MISMATCH when a column is taken for another one that the file has itself, or for two. */
function requireFree(file: string, names: readonly string[], renamed: readonly RenamedColumn[]): void {
  for (const { was, is } of renamed) {
    const isThere = names.includes(was) && !renamed.some((other) => other.is === was);
    const isTwice = renamed.filter((other) => other.was === was || other.is === is).length > 1;
    if (names.includes(is) && !isThere && !isTwice) continue;
    throw new StrongroomError('CONTRACT_MISMATCH', `"${is}" of ${file} cannot be taken for "${was}".`, {
      expected: `a column "${is}" in the file, and none called "${was}"`,
      received: isThere ? `a column "${was}" of its own` : `the columns ${names.join(', ')}`,
      next: 'Name a column of the file and the one of the model that it is.',
    });
  }
}

/**
 * The first look at a later file of a run. What is missing and whether there is a header are as in training; the
 * rest are properties of the file (a spreadsheet program may save the same table with semicolons and decimal commas,
 * or as UTF-16), found anew. When that does not find all columns, the delimiter of training is tried.
 */
export async function inspectFor(
  { engine }: House,
  run: Run,
  file: SourceFile,
  wanted: string[],
  renamed: readonly RenamedColumn[] = [],
): Promise<Inspection> {
  const reading = readingIn(run.reading, renamed);
  const { hasHeader, missingWords, delimiter, quote, sheet } = reading;
  const names = wanted.map((name) => nameIn(name, renamed));
  // The types of training are left out, so that those of the file are found and tell how it writes its values.
  const columns = (reading.columns ?? []).map(({ type: _type, ...column }) => column);
  const values = {
    hasHeader,
    missingWords,
    ...(columns.length === 0 ? {} : { columns }),
    ...file.place,
  };
  const found = ({ columns }: Inspection): number => {
    const present = new Set(columns.map(({ name }) => name));
    return names.filter((name) => present.has(name)).length;
  };
  const first = await engine.run('inspect', { ...file, reading: values });
  // The sheet that the model was trained on, where the workbook has one of that name and no other was asked for.
  const hasSheet = first.sheets?.some(({ name }) => name === sheet) === true;
  const isOther = hasSheet && file.place?.sheet === undefined && first.reading.sheet !== sheet;
  const anew =
    isOther && sheet !== undefined
      ? await engine.run('inspect', { ...file, reading: { ...values, sheet } })
      : first;
  const isText = (anew.reading.format ?? 'delimited') === 'delimited';
  if (found(anew) === names.length || !isText || anew.reading.delimiter === delimiter) return anew;
  const asTrained = await engine.run('inspect', { ...file, reading: { ...values, delimiter, quote } });
  return found(asTrained) > found(anew) ? asTrained : anew;
}

/** The reading without decisions on columns that the file lacks: it need not have those that the model ignores. */
function withoutUnknown({ columns, ...reading }: Reading, inspection: Inspection): Reading {
  const present = new Set(inspection.columns.map(({ name }) => name));
  const kept = (columns ?? []).filter(({ name }) => present.has(name));
  return kept.length === 0 ? reading : { ...reading, columns: kept };
}

/** What was read, by the names of the model. */
function inOurNames(
  outcome: ImportOutcome,
  profile: Profile,
  renamed: readonly RenamedColumn[],
): ImportOutcome & { profile: Profile } {
  const ours = (name: string): string => renamed.find(({ is }) => is === name)?.was ?? name;
  const { warnings, unreadable } = outcome;
  return {
    ...outcome,
    warnings: warnings.map((warning) =>
      warning.column === undefined ? warning : { ...warning, column: ours(warning.column) },
    ),
    ...(unreadable === undefined
      ? {}
      : { unreadable: unreadable.map((cell) => ({ ...cell, column: ours(cell.column) })) }),
    profile: {
      ...profile,
      columns: profile.columns.map((column) => ({ ...column, name: ours(column.name) })),
    },
  };
}

export interface LaterOptions {
  /** Whether the text of every cell is kept as it is in the file. */
  keepText?: boolean;
  /** Columns that have another name in the file. */
  renamed?: readonly RenamedColumn[];
  /** Goes on without columns that are missing, and where most values cannot be read. */
  lenient?: boolean;
}

/** The import's outcome, and the paths of the data as they are in the file and after cleaning, and of the text. */
export interface ImportedLater extends ImportOutcome {
  raw: string;
  parquet: string;
  text: string | null;
  /** The folder with its pictures; null where it has none. */
  images: string | null;
  /** By the names of the model. */
  profile: Profile;
}

/** The columns of pictures among those that a model looks at, by their names before cleaning. */
function imageColumns(run: Run): string[] {
  const inputs = sourcesOf(enabledSteps(run.recipe.cleaning), run.inputs);
  return (run.rawColumns ?? run.columns)
    .filter(({ name, type }) => type === 'image' && inputs.has(name))
    .map(({ name }) => name);
}

/** Puts pictures in place of their paths. Throws CONTRACT_MISMATCH where nothing says where they are. */
async function attach(
  house: House,
  name: string,
  beside: ImageSource | null,
  directory: string,
  columns: readonly string[],
  options: Parameters<House['engine']['run']>[2],
): Promise<Attached> {
  if (beside === null) {
    throw new StrongroomError(
      'CONTRACT_MISMATCH',
      `The model looks at pictures, and ${name} only names them.`,
      {
        expected: `the pictures of ${columns.map((column) => `"${column}"`).join(', ')}`,
        received: 'a table alone',
        next: 'Give the folder or .zip of the pictures with the table (--images), or a folder of pictures instead.',
      },
    );
  }
  const attached = await attachImages(
    house,
    join(directory, datasetFiles.parquet),
    beside,
    directory,
    columns,
    options ?? {},
  );
  if (attached === null) throw nothingNamed(name, beside.name);
  return attached;
}

/**
 * Imports a file for a trained model into `folder`, and does to it what cleaning did in training. Throws CONTRACT_MISMATCH when it lacks columns, or when most
 * values of one cannot be read.
 */
export async function importForRun(
  house: House,
  { run, folder: model }: Model,
  given: SourceFile,
  need: TargetNeed,
  folder: string,
  options: Parameters<House['engine']['run']>[2],
  { keepText = false, renamed = [], lenient = false }: LaterOptions = {},
): Promise<ImportedLater> {
  const directory = join(folder, 'data');
  await makeFolder(directory);
  const looked = imageColumns(run);
  const column = looked.length === 1 && looked[0] !== undefined ? nameIn(looked[0], renamed) : undefined;
  const work: Work = {
    signal: options?.signal ?? unheard.signal,
    report: (fraction, detail) => options?.onProgress?.({ fraction, detail }),
  };
  const unfolded =
    looked.length === 0
      ? null
      : await unfold(house, given, directory, folder, work, column === undefined ? {} : { column });
  const { file, reading: made, beside } = unfolded ?? { file: given, reading: {}, beside: null };
  const ours = contractOf(run, need);
  const columns = ours.columns.map(({ name, type }) => ({ name: nameIn(name, renamed), type }));
  const optional = ours.optional.map((name) => nameIn(name, renamed));
  const contract = { columns, optional: lenient ? columns.map(({ name }) => name) : optional };
  const required = ours.columns.map(({ name }) => name).filter((name) => !ours.optional.includes(name));
  const read = { ...file, place: { ...made, ...file.place } };
  const inspection = await inspectFor(house, run, unfolded === null ? file : read, required, renamed);
  requireFree(
    file.name,
    inspection.columns.map(({ name }) => name),
    renamed,
  );
  const training = readingIn(run.reading, renamed);
  const reading = readingOf(inspection, training);
  const imported = await house.engine.run(
    'import',
    {
      path: file.path,
      name: file.name,
      directory,
      reading: withoutUnknown(reading, inspection),
      contract,
      ...(keepText ? { keepText } : {}),
    },
    options,
  );
  const attached =
    unfolded === null || unfolded.packed !== null
      ? null
      : await attach(
          house,
          given.name,
          beside,
          directory,
          looked.map((name) => nameIn(name, renamed)),
          options,
        );
  const summary = await readProfile(directory);
  if (!lenient) requireReadable(file.name, contract, imported, summary, inspection, training);
  const withPictures = unfolded === null ? imported : withImages(imported, unfolded, attached);
  const outcome = inOurNames(withPictures, summary, renamed);
  const images = unfolded === null ? null : directory;
  // Only formats whose cells are text have it.
  const path = join(directory, textFile);
  const text = existsSync(path) ? path : null;
  const raw = join(directory, datasetFiles.parquet);
  const named = renamed.length === 0 ? raw : join(directory, 'renamed.parquet');
  if (named !== raw)
    await house.engine.run('rename-columns', { parquet: raw, path: named, renamed }, options);
  if (enabledSteps(run.recipe.cleaning).length === 0)
    return { ...outcome, raw, parquet: named, images, text };
  const cleaned = join(folder, 'cleaned');
  await makeFolder(cleaned);
  const later = { cleaning: join(model, cleaningFile), columns: ours.columns };
  await house.engine.run(
    'clean',
    { parquet: named, steps: [], directory: cleaned, seed: run.seed, later },
    options,
  );
  return { ...outcome, raw, parquet: join(cleaned, datasetFiles.parquet), images, text };
}
