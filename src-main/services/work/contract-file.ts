import { join } from 'node:path';
import type { ColumnType, Inspection } from '../../contract/schemas/data';
import type { Run } from '../../contract/schemas/runs';
import type { ImportOutcome } from '../../engine/protocol';
import { datasetFiles, makeFolder, readProfile } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { readingOf, requireReadable } from './later-file';

/** Whether the target has to be in a file: it does for scores, and for predictions it does not. */
export type TargetNeed = 'required' | 'optional';

interface NamedType {
  name: string;
  type: ColumnType;
}

/** The columns that a model takes, and its target, with the types that they had in training. */
function contractOf(run: Run, need: TargetNeed): { columns: NamedType[]; optional: string[] } {
  const wanted = new Set([...run.inputs, run.target]);
  return {
    columns: run.columns.filter(({ name }) => wanted.has(name)).map(({ name, type }) => ({ name, type })),
    optional: need === 'optional' ? [run.target] : [],
  };
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
  const values = { hasHeader, missingWords, ...file.place };
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

/**
 * Imports a file for a trained model into `folder`. Throws CONTRACT_MISMATCH when it lacks columns, or when most
 * values of one cannot be read.
 * Gives the import's outcome and the path of the data.
 */
export async function importForRun(
  house: House,
  run: Run,
  file: SourceFile,
  need: TargetNeed,
  folder: string,
  options: Parameters<House['engine']['run']>[2],
): Promise<ImportOutcome & { parquet: string }> {
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
    { path: file.path, name: file.name, directory, reading, contract },
    options,
  );
  const profile = await readProfile(directory);
  requireReadable(file.name, contract, outcome, profile, inspection, run.reading);
  return { ...outcome, parquet: join(directory, datasetFiles.parquet) };
}
