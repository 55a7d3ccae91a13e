import { join } from 'node:path';
import type { ColumnType, Reading } from '../../contract/schemas/data';
import type { Run } from '../../contract/schemas/runs';
import type { ImportOutcome } from '../../engine/protocol';
import { datasetFiles, makeFolder } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';

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
 * How to read a later file of a run: values exactly as in training. Encoding and delimiter are properties of
 * the file, so they are found anew when that finds all columns of the contract (a spreadsheet program may save
 * the same table with semicolons or as UTF-16); else they are those of training too.
 */
async function readingFor({ engine }: House, run: Run, file: SourceFile, names: string[]): Promise<Reading> {
  const { hasHeader, decimalSeparator, dateOrder, missingWords } = run.reading;
  const values = { hasHeader, decimalSeparator, dateOrder, missingWords };
  const { reading, columns } = await engine.run('inspect', { ...file, reading: values });
  const present = new Set(columns.map(({ name }) => name));
  const isFound = names.every((name) => present.has(name));
  return isFound
    ? { ...run.reading, encoding: reading.encoding, delimiter: reading.delimiter, quote: reading.quote }
    : { ...run.reading, encoding: reading.encoding };
}

/**
 * Imports a file for a trained model into `folder`. Throws CONTRACT_MISMATCH when it lacks columns.
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
  const reading = await readingFor(house, run, file, required);
  const outcome = await house.engine.run(
    'import',
    { path: file.path, name: file.name, directory, reading, contract },
    options,
  );
  return { ...outcome, parquet: join(directory, datasetFiles.parquet) };
}
