import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeStep, enabledSteps, stepDefinitions } from '../../contract/cleaning';
import type { Warning } from '../../contract/schemas/common';
import type { Run, Verification } from '../../contract/schemas/runs';
import { preparedFiles, type TaskResult } from '../../engine/protocol';
import type { House } from '../house';
import type { Model } from './model-folder';
import { verifyFrame } from './verify-model';
import { part, type Work } from './work';

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

/** Writes the ONNX file and runs it in ONNX Runtime against the application, over the run's test rows if kept. */
export async function exportModel(
  house: House,
  model: Model,
  path: string,
  work: Work,
): Promise<TaskResult<'export-onnx'> & { verification: Verification; warnings: Warning[] }> {
  const exported = await house.engine.run(
    'export-onnx',
    { model: model.folder, path, metadata: metadataOf(model.run, house.options.version) },
    part(work, 0, 0.3, 'Writing the model'),
  );
  const testRows = join(model.folder, preparedFiles.test);
  const verification = await verifyFrame(house, model, path, existsSync(testRows) ? testRows : null, {
    signal: work.signal,
    report: (fraction, detail) => work.report(fraction === null ? null : 0.3 + 0.7 * fraction, detail),
  });
  work.report(1, 'Done');
  return { ...exported, verification, warnings: cleaningWarnings(model.run) };
}
