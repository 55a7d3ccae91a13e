import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Certificate } from '../../contract/schemas/certificate';
import type { Allowance, ExportScope, ModelFormat, Quantization } from '../../contract/schemas/exports';
import type { Verification } from '../../contract/schemas/runs';
import type { TaskParams, TaskResult } from '../../engine/protocol';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { exportFormats } from './export-formats';
import { part, partOf, type Work } from './work';

/** What passes for a file with full weights: what sklearn-onnx and tf2onnx hold their converters to. */
export const exactAllowance: Allowance = { difference: 1e-5, changedDecisions: 0 };

/** An exported file, and how far its answers may be from the application's. */
export interface ExportedFile {
  path: string;
  format: ModelFormat;
  allowance: Allowance;
  scope?: ExportScope;
  /** Whether it is also timed and scored. */
  measured?: boolean;
}

/** How a file compares, with rows and answers where they were asked for. */
export type Verified = TaskResult<'verify'>;
type Golden = NonNullable<TaskParams<'verify'>['golden']>;

/** Rows that are made up where there is no data at hand. */
const madeUp = 1000;

/**
 * Compares an exported file with the application's own predictions, over the rows of a frame and over hostile rows
 * made from the model's contract. With no frame, made-up rows stand in for data.
 * @param golden rows to return with their answers, of a file that is measured.
 */
export function verifyFrame(
  house: House,
  { folder: model, run }: Model,
  { path, format, allowance, scope = 'pipeline', measured = false }: ExportedFile,
  frame: string | null,
  work: Work,
  golden?: Golden,
): Promise<Verified> {
  return house.workspace.scratch.within('verify', async (folder) => {
    const { engine } = house;
    const rows = frame ?? join(folder, 'made-up.frame');
    const difficult = join(folder, 'hostile.frame');
    if (frame === null) {
      const params = { model, path: rows, rows: madeUp };
      await engine.run('ordinary-frame', params, part(work, 0, 0.05, 'Making up rows'));
    }
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
        file: path,
        format,
        task: run.task,
        data,
        hostile,
        allowance,
        ...(measured ? { measured: model } : {}),
        ...(golden === undefined ? {} : { golden }),
      },
      part(work, 0.6, 1, 'Comparing in the run time of the format'),
    );
    return frame === null ? { ...verification, rows: 0, madeUpRows: verification.rows } : verification;
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
    return verifyFrame(house, model, exported, frame, partOf(work, 0.4, 1));
  });
}

/** What a file is: how its weights are kept, and whether it takes raw columns. */
export interface FileKind extends TaskResult<'onnx-about'> {
  format: ModelFormat;
}

/**
 * What is known of a file: what its certificate says, else what the file says of itself, else what its name says.
 * Throws MODEL_DAMAGED, EXPORT_FORMAT_UNKNOWN.
 */
export async function kindOfFile(
  house: House,
  path: string,
  certificate: Certificate | null,
): Promise<FileKind> {
  const format =
    certificate?.file.format ??
    (await exportFormats(house, null)).find(({ extension }) => path.toLowerCase().endsWith(`.${extension}`))
      ?.name ??
    'onnx';
  if (format === 'onnx') return { format, ...(await house.engine.run('onnx-about', { onnx: path })) };
  const { quantize, scope } = certificate?.file ?? { quantize: 'none', scope: 'pipeline' };
  return { format, quantize, scope };
}

/** How far a file of a kind may differ. Throws EXPORT_FORMAT_UNKNOWN. */
export async function allowanceOf(house: House, { format, quantize }: FileKind): Promise<Allowance> {
  const choices = await exportFormats(house, null);
  const choice = choices.find(({ name }) => name === format);
  return choice?.quantizations.find(({ name }) => name === quantize)?.allowance ?? exactAllowance;
}

/** Why a file that did not pass is not handed over. */
export function refusal(verification: Verification, quantize: Quantization): StrongroomError {
  const { tolerance, ordinary, largestDifference, changedDecisions, changedAllowed = 0 } = verification;
  const rows = verification.rows + (verification.madeUpRows ?? 0);
  if (changedAllowed > 0) {
    const changed = ordinary?.changedDecisions ?? changedDecisions;
    return new StrongroomError(
      'EXPORT_DIFFERS',
      `With weights as ${quantize}, ${((100 * changed) / Math.max(1, rows)).toFixed(1)} % of the decisions change.`,
      {
        expected: `at most ${String(100 * changedAllowed)} % of them`,
        received: `${String(changed)} of ${String(rows)} rows`,
        next: 'Export with float16 or with full weights; or accept the changes when you export.',
      },
    );
  }
  const held =
    quantize === 'none' || ordinary === undefined ? { largestDifference, changedDecisions } : ordinary;
  return new StrongroomError('EXPORT_DIFFERS', 'The exported model does not give the same answers.', {
    expected: `differences of at most ${String(tolerance ?? 'what is allowed')}`,
    received: `a difference of ${String(held.largestDifference)} and ${String(held.changedDecisions)} changed decisions`,
    next: 'Do not use the exported file. Export again with this version, or report it.',
  });
}

/** Throws EXPORT_DIFFERS when a verification did not pass. */
export function requirePassed(verification: Verification): void {
  if (!verification.passed) throw refusal(verification, 'none');
}
