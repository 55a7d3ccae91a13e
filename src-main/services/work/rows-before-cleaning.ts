import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CleaningInFile } from '../../contract/schemas/exports';
import type { ColumnType } from '../../contract/schemas/data';
import { cleaningStepSchema } from '../../contract/cleaning';
import type { Run } from '../../contract/schemas/runs';
import { cleaningFile } from '../../engine/protocol';
import { datasetFiles, makeFolder, readJsonDocument } from '../../workspace';
import type { House } from '../house';
import { z } from 'zod';
import type { Model } from './model-folder';
import { part, type Work } from './work';

const documentSchema = z.looseObject({ steps: z.array(cleaningStepSchema) });

/** The columns of a run's data before cleaning. */
export const rawColumnsOf = (run: Run): { name: string; type: ColumnType }[] =>
  (run.rawColumns ?? run.columns).map(({ name, type }) => ({ name, type }));

/** Does all steps of a model, or some of them, to rows. @returns the path of the cleaned table. */
async function cleanRows(
  { engine }: House,
  run: Run,
  { parquet, cleaning, folder }: { parquet: string; cleaning: string; folder: string },
  options: Parameters<House['engine']['run']>[2],
): Promise<string> {
  await makeFolder(folder);
  const later = { cleaning, columns: rawColumnsOf(run) };
  await engine.run('clean', { parquet, steps: [], directory: folder, seed: run.seed, later }, options);
  return join(folder, datasetFiles.parquet);
}

/**
 * Rows before cleaning, twice: cleaned in the application, as the model takes them, and as a file takes them that does
 * some of the steps itself: only the others are done.
 * @param parquet the rows. @param folder where the frames go. @returns paths of frames.
 */
export async function rowsBeforeCleaning(
  house: House,
  { folder: model, run }: Model,
  inFile: CleaningInFile | null,
  parquet: string,
  folder: string,
  work: Work,
): Promise<{ file: string; model: string }> {
  const { engine } = house;
  await makeFolder(folder);
  const cleaning = join(model, cleaningFile);
  const whole = { parquet, cleaning, folder: join(folder, 'all') };
  const cleaned = await cleanRows(house, run, whole, part(work, 0, 0.3, 'Cleaning rows'));
  const frames = { file: join(folder, 'file.frame'), model: join(folder, 'model.frame') };
  const params = { parquet: cleaned, model, withTarget: false, path: frames.model };
  await engine.run('frame', params, part(work, 0.3, 0.5, 'Preparing rows'));

  const document = documentSchema.parse(await readJsonDocument(cleaning));
  const before = new Set(inFile?.before ?? []);
  const steps = document.steps.filter(({ id }) => before.has(id));
  let given = parquet;
  if (steps.length > 0) {
    const some = join(folder, 'before.json');
    await writeFile(some, JSON.stringify({ ...document, steps }));
    const partly = { parquet, cleaning: some, folder: join(folder, 'before') };
    given = await cleanRows(house, run, partly, part(work, 0.5, 0.8, 'Cleaning rows'));
  }
  const columns = inFile?.columns ?? [];
  await engine.run(
    'raw-frame',
    { parquet: given, columns, path: frames.file },
    part(work, 0.8, 1, 'Preparing rows'),
  );
  return frames;
}
