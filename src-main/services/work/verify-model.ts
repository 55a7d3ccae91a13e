import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Quantization } from '../../contract/schemas/exports';
import type { Verification } from '../../contract/schemas/runs';
import type { TaskParams, TaskResult } from '../../engine/protocol';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, partOf, type Work } from './work';

/** What a file is: how its weights are kept, and whether it takes raw columns. */
export type FileAbout = TaskResult<'onnx-about'>;
type Golden = NonNullable<TaskParams<'verify'>['golden']>;
/** How a file compares, with rows and answers where they were asked for. */
export type Verified = TaskResult<'verify'>;

/** Rows that are made up where there is no data at hand. */
const madeUp = 1000;

/** Writes made-up rows of a model, as training knew them, into a folder. @returns the path of the frame. */
export async function madeUpRows(
  house: House,
  { folder: model }: Model,
  folder: string,
  work: Work,
): Promise<string> {
  const path = join(folder, 'made-up.frame');
  await house.engine.run(
    'ordinary-frame',
    { model, path, rows: madeUp },
    part(work, 0, 0.05, 'Making up rows'),
  );
  return path;
}

/**
 * Compares an ONNX file with the application's own predictions, over the rows of a frame and over hostile rows
 * made from the model's contract. With no frame, made-up rows stand in for data.
 */
export function verifyFrame(
  house: House,
  trained: Model,
  onnx: string,
  frame: string | null,
  work: Work,
  { scope }: Pick<FileAbout, 'scope'>,
  golden?: Golden,
): Promise<Verified> {
  const { folder: model, run } = trained;
  return house.workspace.scratch.within('verify', async (folder) => {
    const { engine } = house;
    const rows = frame ?? (await madeUpRows(house, trained, folder, work));
    const difficult = join(folder, 'hostile.frame');
    await engine.run(
      'hostile-frame',
      { model, path: difficult },
      part(work, 0.05, 0.1, 'Making hostile rows'),
    );
    /** The rows as the file takes them, and the answers of the application. */
    const answered = async (source: string, name: string, from: number, to: number) => {
      const half = (from + to) / 2;
      const predictions = join(folder, `${name}-answers.frame`);
      await engine.run(
        'predict',
        { model, frame: source, path: predictions },
        part(work, from, half, `Predicting ${name} rows`),
      );
      if (scope === 'pipeline') return { frame: source, predictions };
      const encoded = join(folder, `${name}-encoded.frame`);
      await engine.run(
        'encode',
        { model, frame: source, path: encoded },
        part(work, half, to, `Encoding ${name} rows`),
      );
      return { frame: encoded, predictions };
    };
    const hostile = await answered(difficult, 'hostile', 0.1, 0.2);
    const data = await answered(rows, frame === null ? 'made-up' : 'data', 0.2, 0.6);
    const verification = await engine.run(
      'verify',
      {
        onnx,
        task: run.task,
        data,
        hostile,
        tolerance: null,
        timed: true,
        ...(golden === undefined ? {} : { golden }),
      },
      part(work, 0.6, 1, 'Comparing with ONNX Runtime'),
    );
    return frame === null ? { ...verification, rows: 0, madeUpRows: verification.rows } : verification;
  });
}

/** Compares an ONNX file with a model over all rows of a spreadsheet. */
export function verifyFile(
  house: House,
  model: Model,
  onnx: string,
  file: SourceFile,
  work: Work,
): Promise<Verified & FileAbout> {
  return house.workspace.scratch.within('verify-data', async (folder) => {
    // Before anything takes long: a damaged file is told at once.
    const about = await house.engine.run('onnx-about', { onnx });
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
    const verified = await verifyFrame(house, model, onnx, frame, partOf(work, 0.4, 1), about);
    return { ...verified, ...about };
  });
}

/** The share of ordinary rows whose decision changed, in percent. */
const changedShare = ({ rows, madeUpRows: made = 0, ordinary }: Verification): number =>
  (100 * (ordinary?.changedDecisions ?? 0)) / Math.max(1, rows + made);

/** Why a file that did not pass is not handed over. */
export function refusal(verification: Verification, quantize: Quantization): StrongroomError {
  const { tolerance, ordinary, largestDifference, changedDecisions, changedAllowed = 0 } = verification;
  if (changedAllowed > 0) {
    return new StrongroomError(
      'EXPORT_DIFFERS',
      `With weights in ${quantize}, ${changedShare(verification).toFixed(1)} % of the decisions change.`,
      {
        expected: `at most ${String(100 * changedAllowed)} % of them`,
        received: `${String(ordinary?.changedDecisions ?? 0)} of ${String(verification.rows + (verification.madeUpRows ?? 0))} rows`,
        next: 'Export with float16 or without smaller weights; or accept the changes when you export.',
      },
    );
  }
  const held =
    quantize === 'none' || ordinary === undefined ? { largestDifference, changedDecisions } : ordinary;
  return new StrongroomError('EXPORT_DIFFERS', 'The exported model does not give the same answers.', {
    expected: `differences of at most ${String(tolerance)}`,
    received: `a difference of ${String(held.largestDifference)} and ${String(held.changedDecisions)} changed decisions`,
    next: 'Do not use the exported file. Export again with this version, or report it.',
  });
}
