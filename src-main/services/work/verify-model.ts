import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Certificate } from '../../contract/schemas/certificate';
import type {
  Allowance,
  CleaningInFile,
  ExportScope,
  ModelFormat,
  Quantization,
} from '../../contract/schemas/exports';
import type { Verification } from '../../contract/schemas/runs';
import type { TaskParams, TaskResult } from '../../engine/protocol';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { exportFormats } from './export-formats';
import { rawColumnsOf, rowsBeforeCleaning } from './rows-before-cleaning';
import { frameFor } from './pixels';
import { part, partOf, type Work } from './work';

/** An exported file, and how far its answers may be from the application's: null for what the file itself says. */
export interface ExportedFile {
  path: string;
  format: ModelFormat;
  allowance: Allowance | null;
  scope?: ExportScope;
  /** Which cleaning steps are in it; null or left out where the rows were not cleaned. */
  cleaning?: CleaningInFile | null;
  /** Whether it is also timed and scored. */
  measured?: boolean;
}

/** How a file compares, with rows and answers where they were asked for. */
export type Verified = TaskResult<'verify'>;
type Golden = NonNullable<TaskParams<'verify'>['golden']>;

/** Rows that are made up where there is no data at hand. */
const madeUp = 1000;

/** Rows to compare: as the file takes them, and as the model takes them. */
interface Rows {
  file: string;
  model: string;
}

/** Whether a file takes columns as they are before some of the cleaning. */
const cleansInside = ({ cleaning, scope }: ExportedFile): boolean =>
  scope !== 'network' && (cleaning?.inside.length ?? 0) > 0;

/**
 * Compares an exported file with the application's own predictions, over rows of data and over hostile rows
 * made from the model's contract. Without data, made-up rows stand in for them.
 * @param data a frame of rows as the model takes them, or rows before cleaning as a Parquet file.
 * @param golden rows to return with their answers, of a file that is measured.
 */
export function verifyFrame(
  house: House,
  trained: Model,
  exported: ExportedFile,
  data: { frame: string } | { parquet: string } | null,
  work: Work,
  golden?: Golden,
): Promise<Verified> {
  const { folder: model, run } = trained;
  const { path, format, allowance, scope = 'pipeline', measured = false } = exported;
  return house.workspace.scratch.within('verify', async (folder) => {
    const { engine } = house;
    const at = (name: string): string => join(folder, name);
    const isRaw = cleansInside(exported);

    /** Rows before cleaning, given or made up. */
    const fromRaw = (parquet: string, name: string, work: Work): Promise<Rows> =>
      rowsBeforeCleaning(house, trained, exported.cleaning ?? null, parquet, at(`${name}-raw`), work);
    const madeUpRaw = async (how: 'ordinary' | 'hostile', work: Work): Promise<Rows> => {
      const parquet = at(`${how}.parquet`);
      const params = { model, columns: rawColumnsOf(run), how, path: parquet };
      await engine.run('raw-rows', params, part(work, 0, 0.2, 'Making up rows'));
      return fromRaw(parquet, how, partOf(work, 0.2, 1));
    };
    const madeUpFrame = async (how: 'ordinary' | 'hostile', work: Work): Promise<Rows> => {
      const frame = at(`${how}.frame`);
      const options = part(work, 0, 1, 'Making up rows');
      if (how === 'hostile') await engine.run('hostile-frame', { model, path: frame }, options);
      else await engine.run('ordinary-frame', { model, path: frame, rows: madeUp }, options);
      return { file: frame, model: frame };
    };
    const make = isRaw ? madeUpRaw : madeUpFrame;
    // A frame has been cleaned already; what cleans by itself cannot be tried with it.
    const usable = data === null || (isRaw && 'frame' in data) ? null : data;
    const given = async (work: Work): Promise<Rows> => {
      if (usable === null) return make('ordinary', work);
      if ('parquet' in usable) return fromRaw(usable.parquet, 'data', work);
      return { file: usable.frame, model: usable.frame };
    };

    /** The rows as the file takes them, and the answers of the application. */
    const answered = async (rows: Rows, name: string, from: number, to: number) => {
      const half = (from + to) / 2;
      const predictions = at(`${name}-answers.frame`);
      await engine.run(
        'predict',
        { model, frame: rows.model, path: predictions },
        part(work, from, half, `Predicting ${name} rows`),
      );
      if (scope === 'pipeline') return { frame: rows.file, predictions };
      const encoded = at(`${name}-encoded.frame`);
      await engine.run(
        'encode',
        { model, frame: rows.model, path: encoded },
        part(work, half, to, `Encoding ${name} rows`),
      );
      return { frame: encoded, predictions };
    };
    const hostile = await answered(await make('hostile', partOf(work, 0, 0.1)), 'hostile', 0.1, 0.2);
    const ordinary = await answered(await given(partOf(work, 0.2, 0.4)), 'ordinary', 0.4, 0.6);
    const verification = await engine.run(
      'verify',
      {
        file: path,
        format,
        task: run.task,
        data: ordinary,
        hostile,
        allowance,
        threshold: run.decision?.threshold ?? null,
        ...(measured ? { measured: model } : {}),
        ...(golden === undefined
          ? {}
          : { golden: usable === null ? { ...golden, from: 'hostile' as const } : golden }),
      },
      part(work, 0.6, 1, 'Comparing in the run time of the format'),
    );
    return usable === null ? { ...verification, rows: 0, madeUpRows: verification.rows } : verification;
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
    await frameFor(
      house,
      model.folder,
      data,
      { withTarget: false, path: frame },
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
  return house.workspace.scratch.within('verify-data', async (folder) => {
    const data = await importForRun(
      house,
      model,
      file,
      'optional',
      folder,
      part(work, 0, 0.3, `Reading ${file.name}`),
    );
    if (cleansInside(exported))
      return verifyFrame(house, model, exported, { parquet: data.raw }, partOf(work, 0.3, 1));
    const frame = join(folder, 'input.frame');
    await frameFor(
      house,
      model.folder,
      data,
      { withTarget: false, path: frame },
      part(work, 0.3, 0.4, 'Preparing rows'),
    );
    return verifyFrame(house, model, exported, { frame }, partOf(work, 0.4, 1));
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
  return { format, quantize, scope, cleaning: null };
}

/** How far a file of a kind may differ; null where only the file itself tells. Throws EXPORT_FORMAT_UNKNOWN. */
export async function allowanceOf(
  house: House,
  { format, quantize }: FileKind,
  certificate: Certificate | null,
): Promise<Allowance | null> {
  if (format !== 'onnx' && certificate === null) return null;
  const choices = await exportFormats(house, null);
  const choice = choices.find(({ name }) => name === format);
  return choice?.quantizations.find(({ name }) => name === quantize)?.allowance ?? null;
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
