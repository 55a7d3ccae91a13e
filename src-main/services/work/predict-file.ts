import { join } from 'node:path';
import { enabledSteps, stepDefinitions } from '../../contract/cleaning';
import type { Warning } from '../../contract/schemas/common';
import type { PredictionResult, Run } from '../../contract/schemas/runs';
import type { RenamedColumn } from '../../contract/schemas/file-check';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { frameFor } from './pixels';
import { part, type Work } from './work';

/** Whether cleaning makes another table, whose rows are not those of the file. */
const changesTable = ({ recipe }: Run): boolean =>
  enabledSteps(recipe.cleaning).some(({ kind }) => stepDefinitions[kind].effect === 'table');

/**
 * Predicts every row of a file and writes them, beside the columns of the file, as a CSV at `output`.
 * @param renamed columns that are the model's under another name; they keep theirs in the CSV.
 */
export function predictFile(
  house: House,
  trained: Model,
  file: SourceFile,
  output: string,
  work: Work,
  renamed: readonly RenamedColumn[] = [],
): Promise<Omit<PredictionResult, 'download'>> {
  const { folder: model, run } = trained;
  return house.workspace.scratch.within('predict', async (folder) => {
    const frame = join(folder, 'input.frame');
    const predictions = join(folder, 'predictions.frame');
    const data = await importForRun(
      house,
      trained,
      file,
      'optional',
      folder,
      part(work, 0, 0.5, `Reading ${file.name}`),
      { keepText: true, renamed },
    );
    const { warnings } = await frameFor(
      house,
      model,
      data,
      { withTarget: false, path: frame },
      part(work, 0.5, 0.6, 'Preparing rows'),
    );
    await house.engine.run(
      'predict',
      { model, frame, path: predictions },
      part(work, 0.6, 0.9, 'Predicting'),
    );
    const { rows, header, preview } = await house.engine.run(
      'write-predictions',
      {
        parquet: changesTable(run) ? data.parquet : data.raw,
        predictions,
        path: output,
        reading: data.reading,
        // Another table has no cells of the file.
        ...(changesTable(run) || data.text === null ? {} : { text: data.text }),
      },
      part(work, 0.9, 1, 'Writing predictions'),
    );
    work.report(1, 'Done');
    const all: Warning[] = [...data.warnings, ...warnings];
    const { rejectedRows, unreadable = [] } = data;
    return { rows, rejectedRows, header, preview, warnings: all, unreadable };
  });
}
