import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeStep, enabledSteps, stepDefinitions } from '../../contract/cleaning';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { ExportSettings, ModelFormatChoice } from '../../contract/schemas/exports';
import type { Run, Verification } from '../../contract/schemas/runs';
import { preparedFiles, type ExportDescription } from '../../engine/protocol';
import type { House } from '../house';
import type { Model } from './model-folder';
import { verifyFrame } from './verify-model';
import { part, partOf, type Work } from './work';

/** What the file says of itself, readable in any ONNX viewer. */
function metadataOf(run: Run, version: string): Record<string, string> {
  const types = new Map(run.columns.map(({ name, type }) => [name, type]));
  return {
    'strongroom.version': version,
    'strongroom.run': run.id,
    'strongroom.created': run.createdAt,
    'strongroom.target': run.target,
    'strongroom.task': run.task,
    'strongroom.classes': JSON.stringify(run.classes),
    'strongroom.inputs': JSON.stringify(run.inputs.map((name) => ({ name, type: types.get(name) ?? null }))),
    'strongroom.fingerprint': run.fingerprint,
    'strongroom.seed': String(run.seed),
    'strongroom.recipe': JSON.stringify(run.recipe),
  };
}

/** Tells of cleaning steps that are not in the file: whoever calls it has to do them first. */
function cleaningWarnings({ recipe }: Run): Warning[] {
  const steps = enabledSteps(recipe.cleaning).filter(({ kind }) => stepDefinitions[kind].effect !== 'rows');
  if (steps.length === 0) return [];
  const named = steps.slice(0, 3).map((step) => `"${describeStep(step)}"`);
  const more = steps.length > 3 ? ` and ${String(steps.length - 3)} more` : '';
  return [
    {
      code: 'CLEANING_NOT_INSIDE',
      message: `The file takes the columns as they are after cleaning. It does not do ${named.join(', ')}${more} itself.`,
      next: 'Clean the rows first: strongroom prepare with the same recipe, or predict with Strongroom, which does it.',
    },
  ];
}

/** The formats that a model can be exported in. */
export const exportFormats = (house: House, model: Model | null): Promise<ModelFormatChoice[]> =>
  house.engine.run('export-formats', { model: model?.folder ?? null });

export interface Exported extends ExportDescription {
  choice: ModelFormatChoice;
  verification: Verification;
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

/**
 * Writes a model and runs the file in the run time of its format against the application, over the run's test rows
 * if kept. @param measured whether the file is also timed and scored.
 * @param rows a frame to learn the ranges of activations from and to compare over, where the model has no rows of its own.
 */
export async function exportModel(
  house: House,
  model: Model,
  settings: ExportSettings,
  path: string,
  work: Work,
  measured = false,
  rows: string | null = null,
): Promise<Exported> {
  const { choice, quantization } = chosen(await exportFormats(house, null), settings);
  const testRows = join(model.folder, preparedFiles.test);
  const kept = existsSync(testRows) ? testRows : rows;
  const trainRows = join(model.folder, preparedFiles.train);
  const calibration = existsSync(trainRows) ? trainRows : kept;
  const metadata = metadataOf(model.run, house.options.version);
  const exported = await house.engine.run(
    'export-model',
    { ...settings, model: model.folder, path, metadata, calibration },
    part(work, 0, 0.3, 'Writing the model'),
  );
  const { allowance } = quantization;
  const file = { path, format: settings.format, allowance, measured };
  const verification = await verifyFrame(house, model, file, kept, partOf(work, 0.3, 1));
  work.report(1, 'Done');
  return { ...exported, choice, verification, warnings: cleaningWarnings(model.run) };
}
