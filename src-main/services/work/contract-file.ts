import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnType, Inspection, Reading } from '../../contract/schemas/data';
import { enabledSteps } from '../../contract/cleaning';
import { sourcesOf } from '../../contract/cleaning/lineage';
import type { Run } from '../../contract/schemas/runs';
import { cleaningFile, textFile } from '../../engine/protocol';
import type { ImportOutcome } from '../../engine/protocol';
import { datasetFiles, makeFolder, readProfile } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { readingOf, requireReadable } from './later-file';
import type { Model } from './model-folder';

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
function contractOf(run: Run, need: TargetNeed): { columns: NamedType[]; optional: string[] } {
  const cleaning = enabledSteps(run.recipe.cleaning);
  const needed = sourcesOf(cleaning, need === 'optional' ? run.inputs : [...run.inputs, run.target]);
  const columns = (run.rawColumns ?? run.columns)
    .filter(({ name }) => cleaning.length > 0 || needed.has(name) || name === run.target)
    .map(({ name, type }) => ({ name, type }));
  return { columns, optional: columns.map(({ name }) => name).filter((name) => !needed.has(name)) };
}

/**
 * The first look at a later file of a run. What is missing and whether there is a header are as in training; the
 * rest are properties of the file (a spreadsheet program may save the same table with semicolons and decimal commas,
 * or as UTF-16), found anew. When that does not find all columns, the delimiter of training is tried.
 */
async function inspectFor(
  { engine }: House,
  run: Run,
  file: SourceFile,
  names: string[],
): Promise<Inspection> {
  const { hasHeader, missingWords, delimiter, quote, sheet } = run.reading;
  // The types of training are left out, so that those of the file are found and tell how it writes its values.
  const columns = (run.reading.columns ?? []).map(({ type: _type, ...column }) => column);
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

/**
 * Imports a file for a trained model into `folder`, and does to it what cleaning did in training. Throws CONTRACT_MISMATCH when it lacks columns, or when most
 * values of one cannot be read.
 * @param keepText whether the text of every cell is kept as it is in the file.
 * @returns the import's outcome, and the paths of the data as they are in the file and after cleaning, and of the text.
 */
export async function importForRun(
  house: House,
  { run, folder: model }: Model,
  file: SourceFile,
  need: TargetNeed,
  folder: string,
  options: Parameters<House['engine']['run']>[2],
  keepText = false,
): Promise<ImportOutcome & { raw: string; parquet: string; text: string | null }> {
  const directory = join(folder, 'data');
  await makeFolder(directory);
  const contract = contractOf(run, need);
  const required = contract.columns
    .map(({ name }) => name)
    .filter((name) => !contract.optional.includes(name));
  const inspection = await inspectFor(house, run, file, required);
  const reading = readingOf(inspection, run.reading);
  const outcome = await house.engine.run(
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
  const profile = await readProfile(directory);
  requireReadable(file.name, contract, outcome, profile, inspection, run.reading);
  // Only formats whose cells are text have it.
  const path = join(directory, textFile);
  const text = existsSync(path) ? path : null;
  const raw = join(directory, datasetFiles.parquet);
  if (enabledSteps(run.recipe.cleaning).length === 0) return { ...outcome, raw, parquet: raw, text };
  const cleaned = join(folder, 'cleaned');
  await makeFolder(cleaned);
  const later = { cleaning: join(model, cleaningFile), columns: contract.columns };
  await house.engine.run(
    'clean',
    { parquet: raw, steps: [], directory: cleaned, seed: run.seed, later },
    options,
  );
  return { ...outcome, raw, parquet: join(cleaned, datasetFiles.parquet), text };
}
