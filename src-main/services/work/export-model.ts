import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeStep, enabledSteps, stepDefinitions } from '../../contract/cleaning';
import type { Certificate } from '../../contract/schemas/certificate';
import type { Warning } from '../../contract/schemas/common';
import { exportOptionsSchema } from '../../contract/schemas/exports';
import type { ExportOptions } from '../../contract/schemas/exports';
import type { Run, Verification } from '../../contract/schemas/runs';
import { preparedFiles, type TaskResult } from '../../engine/protocol';
import type { House } from '../house';
import { certify } from './certificate';
import { metadataOf } from './export-metadata';
import type { Model } from './model-folder';
import { madeUpRows, refusal, verifyFrame } from './verify-model';
import { part, partOf, type Work } from './work';

/** Rows of the certificate by which any program can be checked. */
const goldenRows = 24;

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

/** A model as a file that was compared with the application, and the proof of it. */
export interface Exported extends TaskResult<'export-onnx'> {
  verification: Verification;
  certificate: Certificate;
  warnings: Warning[];
}

/**
 * Writes the ONNX file and runs it in ONNX Runtime against the application, over the run's test rows if kept, else over
 * made-up rows.
 * @param name of the file in its certificate.
 * @throws EXPORT_DIFFERS when it does not hold what its kind of weights is held to; fewer digits that change too many
 * decisions are let through when the person accepts it, with a warning.
 */
export async function exportModel(
  house: House,
  model: Model,
  path: string,
  work: Work,
  chosen: Partial<ExportOptions> = {},
  name = 'model.onnx',
): Promise<Exported> {
  const options = exportOptionsSchema.parse(chosen);
  const { quantize, scope, ownRows, acceptChanges, licence } = options;
  const { version } = house.options;
  return house.workspace.scratch.within('export', async (folder) => {
    const testRows = join(model.folder, preparedFiles.test);
    const data = existsSync(testRows) ? testRows : null;
    const calibration =
      quantize === 'int8-static' ? (data ?? (await madeUpRows(house, model, folder, work))) : null;
    const encoded = join(folder, 'calibration.frame');
    if (calibration !== null && scope === 'network') {
      await house.engine.run(
        'encode',
        { model: model.folder, frame: calibration, path: encoded },
        part(work, 0, 0.05, 'Encoding rows'),
      );
    }
    const exported = await house.engine.run(
      'export-onnx',
      {
        model: model.folder,
        path,
        metadata: metadataOf(model.run, version, options),
        quantize,
        scope,
        ...(calibration === null ? {} : { calibration: scope === 'network' ? encoded : calibration }),
      },
      part(work, 0.05, 0.3, 'Writing the model'),
    );
    const about = { quantize, scope };
    const { golden, ...verification } = await verifyFrame(
      house,
      model,
      path,
      data,
      partOf(work, 0.3, 1),
      about,
      { from: ownRows && data !== null ? 'data' : 'hostile', rows: goldenRows },
    );
    const differs = verification.passed ? null : refusal(verification, quantize);
    if (differs !== null && !(acceptChanges && (verification.changedAllowed ?? 0) > 0)) throw differs;
    const warnings: Warning[] = [
      ...(differs === null ? [] : [{ code: 'QUANTIZED_DIFFERS', message: differs.message }]),
      ...cleaningWarnings(model.run),
    ];
    const { inputs, outputs } = exported;
    const certificate = await certify(path, model.run, {
      version,
      file: { name, format: 'onnx', quantize, scope, licence, inputs, outputs },
      verdict: verification.passed ? 'passed' : 'differs',
      verification,
      golden: { source: ownRows && data !== null ? 'data' : 'made-up', rows: golden ?? [] },
      warnings,
    });
    work.report(1, 'Done');
    return { ...exported, verification, certificate, warnings };
  });
}
