import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Verification } from '../../contract/schemas/runs';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, type Work } from './work';

/** The largest difference that passes: what sklearn-onnx and tf2onnx hold their converters to. */
export const tolerance = 1e-5;

/**
 * Compares an ONNX file with the application's own predictions, over the rows of a frame and over hostile rows
 * made from the model's contract. With no frame, over hostile rows alone.
 */
export function verifyFrame(
  house: House,
  { folder: model, run }: Model,
  onnx: string,
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
    const comparison = part(work, 0.6, 1, 'Comparing with ONNX Runtime');
    if (frame === null) {
      const params = { onnx, task: run.task, data: hostile, hostile: null, tolerance };
      const verification = await engine.run('verify', params, comparison);
      return { ...verification, rows: 0, hostileRows: verification.rows };
    }
    const data = { frame, predictions: join(folder, 'answers.frame') };
    await engine.run(
      'predict',
      { model, frame, path: data.predictions },
      part(work, 0.2, 0.6, 'Predicting rows'),
    );
    return engine.run('verify', { onnx, task: run.task, data, hostile, tolerance }, comparison);
  });
}

/** Compares an ONNX file with a model over all rows of a spreadsheet. */
export function verifyFile(
  house: House,
  model: Model,
  onnx: string,
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
    return verifyFrame(house, model, onnx, frame, {
      signal: work.signal,
      report: (fraction, detail) => work.report(fraction === null ? null : 0.4 + 0.6 * fraction, detail),
    });
  });
}

/** Throws EXPORT_DIFFERS when a verification did not pass. */
export function requirePassed(verification: Verification): void {
  if (verification.passed) return;
  throw new StrongroomError('EXPORT_DIFFERS', 'The exported model does not give the same answers.', {
    expected: `differences of at most ${String(verification.tolerance)}`,
    received: `a difference of ${String(verification.largestDifference)} and ${String(verification.changedDecisions)} changed decisions`,
    next: 'Do not use the exported file. Export again with this version, or report it.',
  });
}
