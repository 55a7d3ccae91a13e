import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Allowance, ModelFormat } from '../../contract/schemas/exports';
import type { Verification } from '../../contract/schemas/runs';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, type Work } from './work';

/** What passes for a file with full weights: what sklearn-onnx and tf2onnx hold their converters to. */
export const exactAllowance: Allowance = { difference: 1e-5, changedDecisions: 0 };

/** An exported file, and how far its answers may be from the application's. */
export interface ExportedFile {
  path: string;
  format: ModelFormat;
  allowance: Allowance;
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

/** Compares an exported file with a model over all rows of a spreadsheet. */
export function verifyFile(
  house: House,
  model: Model,
  exported: ExportedFile,
  file: SourceFile,
  work: Work,
): Promise<Verification> {
  return house.workspace.scratch.within('verify-data', async (folder) => {
    const data = await importForRun(
      house,
      model,
      file,
      'optional',
      folder,
      part(work, 0, 0.3, `Reading ${file.name}`),
    );
    const frame = join(folder, 'input.frame');
    await house.engine.run(
      'frame',
      { parquet: data.parquet, model: model.folder, withTarget: false, path: frame },
      part(work, 0.3, 0.4, 'Preparing rows'),
    );
    return verifyFrame(house, model, exported, frame, {
      signal: work.signal,
      report: (fraction, detail) => work.report(fraction === null ? null : 0.4 + 0.6 * fraction, detail),
    });
  });
}

/** Throws EXPORT_DIFFERS when a verification did not pass. */
export function requirePassed(verification: Verification): void {
  if (verification.passed) return;
  throw new StrongroomError('EXPORT_DIFFERS', 'The exported model does not give the same answers.', {
    expected: `differences of at most ${String(verification.tolerance ?? 'what is allowed')}`,
    received: `a difference of ${String(verification.largestDifference)} and ${String(verification.changedDecisions)} changed decisions`,
    next: 'Do not use the exported file. Export again with this version, or report it.',
  });
}
