import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeStep, enabledSteps, stepDefinitions } from '../../contract/cleaning';
import type { CleaningStep } from '../../contract/cleaning';
import { StrongroomError } from '../../contract/errors';
import { smallerNetworkInfo } from '../../contract/smaller-networks';
import type { Certificate } from '../../contract/schemas/certificate';
import type { Warning } from '../../contract/schemas/common';
import type { CleaningInFile, ExportSettings, ModelFormatChoice } from '../../contract/schemas/exports';
import type { Run, Verification } from '../../contract/schemas/runs';
import { cleaningFile, preparedFiles, type ExportDescription } from '../../engine/protocol';
import type { House } from '../house';
import { certify } from './certificate';
import { exportFormats } from './export-formats';
import { metadataOf } from './export-metadata';
import type { Model } from './model-folder';
import { rawColumnsOf } from './rows-before-cleaning';
import { refusal, verifyFrame, type ExportedFile } from './verify-model';
import { shapesOfModel } from './pixels';
import { part, partOf, type Work } from './work';

/** Rows of the certificate by which any program can be checked. */
const goldenRows = 24;

const namedSteps = (steps: readonly CleaningStep[]): string => {
  const named = steps.slice(0, 3).map((step) => `"${describeStep(step)}"`);
  return steps.length > 3 ? `${named.join(', ')} and ${String(steps.length - 3)} more` : named.join(', ');
};

/** Tells of cleaning steps that are not in the file: whoever calls it has to do them first; and of those that are. */
function cleaningWarnings({ recipe }: Run, cleaning: CleaningInFile | undefined): Warning[] {
  const steps = enabledSteps(recipe.cleaning).filter(({ kind }) => stepDefinitions[kind].effect !== 'rows');
  const isInside = new Set(cleaning?.inside ?? []);
  const before = new Set(cleaning?.before ?? steps.map(({ id }) => id));
  const missing = steps.filter(({ id }) => before.has(id));
  if (missing.length === 0) return [];
  const done = steps.filter(({ id }) => isInside.has(id));
  const inside = done.length === 0 ? '' : ` Inside the file are ${namedSteps(done)}.`;
  return [
    {
      code: 'CLEANING_NOT_INSIDE',
      message: `The file takes columns to which ${namedSteps(missing)} ${missing.length === 1 ? 'has' : 'have'} been done.${inside}`,
      next: 'Do these steps to the rows first; or predict with Strongroom, which does them all.',
    },
  ];
}

/** Which network is in the file, where it is not the model's own, and how far that is from the model. */
function smallerWarning({ smaller }: Model, original: Verification['original']): Warning[] {
  if (smaller === undefined) return [];
  const { title, sentence } = smallerNetworkInfo[smaller.name];
  const far =
    original === undefined
      ? ''
      : smaller.original.run.task === 'regression'
        ? ` Its largest difference from the model on ${String(original.rows)} rows is ${String(Number(original.largestDifference.toPrecision(3)))} of the spread.`
        : ` It decides otherwise than the model on ${String(original.changedDecisions)} of ${String(original.rows)} rows.`;
  return [
    {
      code: 'SMALLER_NETWORK',
      message: `The file holds a smaller network, ${title}, not the one that was trained. ${sentence}${far} It was compared with its own answers in the application.`,
    },
  ];
}

const rangesMadeUp: Warning = {
  code: 'RANGES_OF_MADE_UP_ROWS',
  message:
    'The ranges of all in 8 bits were learned from made-up rows: there is no data in the folder of the model.',
  next: 'Give rows with --data, or export a run of the workbench, for ranges of real rows.',
};

export { exportFormats } from './export-formats';

export interface Exported extends ExportDescription {
  choice: ModelFormatChoice;
  verification: Verification;
  certificate: Certificate;
  warnings: Warning[];
}

/** The format and the way of keeping weights that were asked for. Throws EXPORT_FORMAT_UNKNOWN. */
function chosen(choices: readonly ModelFormatChoice[], { format, quantize }: ExportSettings) {
  const choice = choices.find(({ name }) => name === format);
  const quantization = choice?.quantizations.find(({ name }) => name === quantize);
  if (choice !== undefined && quantization !== undefined) return { choice, quantization };
  throw new StrongroomError(
    'EXPORT_FORMAT_UNKNOWN',
    `Models are not exported as ${format} with weights as ${quantize}.`,
    {
      expected: choices
        .map(({ name, quantizations }) => `${name} (${quantizations.map((one) => one.name).join(', ')})`)
        .join('; '),
      received: `${format} (${quantize})`,
      next: 'Choose one of these.',
    },
  );
}

export interface ExportModelOptions {
  /** Whether the file is also timed and scored; it is when left out. */
  measured?: boolean;
  /** Of the file in its certificate. */
  name?: string;
  /** A frame to learn ranges of activations from and to compare over, where the model has no rows of its own. */
  rows?: string | null;
  /** Whether the file may do cleaning steps itself; it may when left out. Else it takes the columns as they are after them. */
  mayClean?: boolean;
  /** Whether a file that differs is an error, rather than told by its verification. */
  refuses?: boolean;
}

/** How far the file of a smaller network is from the model that it was made of. Nothing is promised of that. */
async function distanceFromOriginal(
  house: House,
  { smaller }: Model,
  file: ExportedFile,
  rows: { frame: string } | null,
  work: Work,
): Promise<Verification['original']> {
  if (smaller === undefined) return undefined;
  const anything = { ...file, allowance: { difference: null, changedDecisions: 1 }, measured: false };
  const verification = await verifyFrame(house, smaller.original, anything, rows, work);
  const { largestDifference, meanDifference, changedDecisions } = verification.ordinary ?? verification;
  const compared = verification.rows + (verification.madeUpRows ?? 0);
  return { rows: compared, largestDifference, meanDifference, changedDecisions };
}

/**
 * Writes a model and runs the file in the run time of its format against the application, over the run's test rows
 * if kept, else over made-up rows.
 * @throws EXPORT_DIFFERS when it does not give the answers that its kind of weights is held to; where some decisions may
 * change, more of them are let through when the settings accept it, with a warning.
 */
export async function exportModel(
  house: House,
  model: Model,
  settings: ExportSettings,
  path: string,
  work: Work,
  { measured = true, name, rows = null, refuses = true, mayClean = true }: ExportModelOptions = {},
): Promise<Exported> {
  const { choice, quantization } = chosen(await exportFormats(house, null), settings);
  const { format, quantize, scope, licence, ownRows = false, acceptChanges = false } = settings;
  const shrink = model.smaller?.name;
  const testRows = join(model.folder, preparedFiles.test);
  const kept = existsSync(testRows) ? testRows : rows;
  const trainRows = join(model.folder, preparedFiles.train);
  const { version: program } = house.options;
  const calibration = existsSync(trainRows) ? trainRows : kept;
  // What cleans in the file takes cells, and a picture is none.
  const hasImages = (await shapesOfModel(model.folder)).length > 0;
  const cleans = mayClean && !hasImages && existsSync(join(model.folder, cleaningFile));
  const exported = await house.engine.run(
    'export-model',
    {
      ...settings,
      model: model.folder,
      path,
      metadata: metadataOf(model.run, program, { licence, shrink }),
      calibration,
      ...(cleans ? { rawColumns: rawColumnsOf(model.run) } : {}),
    },
    part(work, 0, 0.3, 'Writing the model'),
  );
  const { allowance } = quantization;
  // Test rows are cleaned already: they cannot go through a file that cleans.
  const isTried = kept !== null && (exported.cleaning?.inside.length ?? 0) === 0;
  const source = ownRows && isTried ? 'data' : 'made-up';
  const file = { path, format, scope, allowance, measured, cleaning: exported.cleaning ?? null };
  const compared = kept === null ? null : { frame: kept };
  const { golden, ...own } = await verifyFrame(house, model, file, compared, partOf(work, 0.3, 0.85), {
    from: source === 'data' ? 'data' : 'hostile',
    rows: goldenRows,
  });
  const original = await distanceFromOriginal(house, model, file, compared, partOf(work, 0.85, 1));
  const verification = original === undefined ? own : { ...own, original };
  const differs = verification.passed ? null : refusal(verification, quantize);
  if (differs !== null && refuses && !(acceptChanges && allowance.changedDecisions > 0)) throw differs;
  const warnings: Warning[] = [
    ...(differs === null ? [] : [{ code: 'QUANTIZED_DIFFERS', message: differs.message }]),
    ...smallerWarning(model, original),
    ...cleaningWarnings(model.run, exported.cleaning),
    ...(quantize === 'int8-static' && calibration === null ? [rangesMadeUp] : []),
  ];
  const { version, inputs, outputs } = exported;
  const certificate = await certify(path, model.run, {
    version: program,
    file: {
      name: name ?? `model.${choice.extension}`,
      format,
      version,
      quantize,
      scope,
      ...(shrink === undefined ? {} : { network: shrink }),
      licence,
      inputs,
      outputs,
    },
    verdict: verification.passed ? 'passed' : 'differs',
    verification,
    golden: { source, rows: golden ?? [] },
    warnings,
  });
  work.report(1, 'Done');
  return { ...exported, choice, verification, certificate, warnings };
}
