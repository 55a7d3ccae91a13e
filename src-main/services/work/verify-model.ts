import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Allowance, ModelFormat } from '../../contract/schemas/exports';
import type { Verification } from '../../contract/schemas/runs';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, partOf, type Work } from './work';

/** An exported file, and how far its answers may be from the application's: null for what the file itself says. */
export interface ExportedFile {
  path: string;
  format: ModelFormat;
  allowance: Allowance | null;
  /** Whether it is also timed and scored. */
  measured?: boolean;
}

/**
 * Compares an exported file with the application's own predictions, over the rows of a frame and over hostile rows
 * made from the model's contract. With no frame, over hostile rows alone.
 */
export function verifyFrame(
  house: House,
  { folder: model, run }: Model,
  file: ExportedFile,
  frame: string | null,
  work: Work,
): Promise<Verification> {
  return house.workspace.scratch.within('verify', async (folder) => {
    const hostile = {
      frame: join(folder, 'hostile.frame'),
      predictions: join(folder, 'hostile-answers.frame'),
    };
    const { engine } = house;
    await engine.run(
      'hostile-frame',
      { model, path: hostile.frame },
      part(work, 0, 0.1, 'Making hostile rows'),
    );
    await engine.run(
      'predict',
      { model, frame: hostile.frame, path: hostile.predictions },
      part(work, 0.1, 0.2, 'Predicting hostile rows'),
    );
    const comparison = part(work, 0.6, 1, 'Comparing in the run time of the format');
    const { path, format, allowance, measured } = file;
    const common = {
      file: path,
      format,
      task: run.task,
      allowance,
      ...(measured === true ? { measured: model } : {}),
    };
    if (frame === null) {
      const params = { ...common, data: hostile, hostile: null };
      const verification = await engine.run('verify', params, comparison);
      return { ...verification, rows: 0, hostileRows: verification.rows };
    }
    const data = { frame, predictions: join(folder, 'answers.frame') };
    await engine.run(
      'predict',
      { model, frame, path: data.predictions },
      part(work, 0.2, 0.6, 'Predicting rows'),
    );
    return engine.run('verify', { ...common, data, hostile }, comparison);
  });
}

/** Reads a spreadsheet as a frame of rows that the model takes, for as long as `use` needs it. */
export function withRows<Result>(
  house: House,
  model: Model,
  file: SourceFile,
  work: Work,
  use: (frame: string) => Promise<Result>,
): Promise<Result> {
  return house.workspace.scratch.within('verify-data', async (folder) => {
    const data = await importForRun(
      house,
      model,
      file,
      'optional',
      folder,
      part(work, 0, 0.75, `Reading ${file.name}`),
    );
    const frame = join(folder, 'input.frame');
    await house.engine.run(
      'frame',
      { parquet: data.parquet, model: model.folder, withTarget: false, path: frame },
      part(work, 0.75, 1, 'Preparing rows'),
    );
    return use(frame);
  });
}

/** Compares an exported file with a model over all rows of a spreadsheet. */
export function verifyFile(
  house: House,
  model: Model,
  exported: ExportedFile,
  file: SourceFile,
  work: Work,
): Promise<Verification> {
  return withRows(house, model, file, partOf(work, 0, 0.4), (frame) =>
    verifyFrame(house, model, exported, frame, partOf(work, 0.4, 1)),
  );
}

/** Throws EXPORT_DIFFERS when a verification did not pass. */
export function requirePassed(verification: Verification): void {
  if (verification.passed) return;
  const { tolerance, largestDifference, changedDecisions } = verification;
  throw new StrongroomError('EXPORT_DIFFERS', 'The exported model does not give the same answers.', {
    expected:
      tolerance === null
        ? 'decisions that hardly ever change on ordinary rows'
        : `differences of at most ${String(tolerance)}`,
    received: `a difference of ${String(largestDifference)} and ${String(changedDecisions)} changed decisions`,
    next:
      tolerance === null
        ? 'Keep the weights in more bits, or give rows of your own to learn ranges from.'
        : 'Do not use the exported file. Export again with this version, or report it.',
  });
}
