import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { ModelFormat } from '../../../contract/schemas/exports';
import type { Place } from '../../../contract/schemas/data';
import { openModel, verifyFile } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, paragraphs } from '../text';

/** What a file is, by its ending; ONNX where it tells nothing. */
const formatOfFile = (file: string): ModelFormat => endings[extname(file).slice(1).toLowerCase()] ?? 'onnx';
const endings: Readonly<Record<string, ModelFormat>> = {
  keras: 'keras',
  h5: 'h5',
  hdf5: 'h5',
  tflite: 'tflite',
  zip: 'tfjs',
};

/** `verify FILE DATA --against DIR`: the exported file against the application, over every row. */
export async function verify(
  exported: string,
  data: string,
  { against, ...place }: { against: string } & Partial<Place>,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(against));
  if (!existsSync(exported)) {
    throw new StrongroomError('FILE_NOT_FOUND', `The file ${exported} does not exist.`, {
      next: 'Give the file that `strongroom export` wrote.',
    });
  }
  const file = inputFile(data, place);
  const result = await withHouse(terminal, (house, work) =>
    verifyFile(
      house,
      model,
      { path: resolve(exported), format: formatOfFile(exported), allowance: null },
      file,
      work,
    ),
  );
  return {
    document: {
      passed: result.passed,
      rows: result.rows,
      hostile_rows: result.hostileRows,
      tolerance: result.tolerance,
      largest_difference: result.largestDifference,
      mean_difference: result.meanDifference,
      changed_decisions: result.changedDecisions,
      runtime: result.runtime,
    },
    text: paragraphs(
      result.passed
        ? result.changedDecisions === 0
          ? 'Passed: the file gives the same answers as the application.'
          : 'Passed: with its weights in fewer bits, the file decides as the application does but for few rows.'
        : 'Failed: the file does not give the same answers as the application. Do not use it.',
      formatTable([
        ['rows', String(result.rows)],
        ['hostile rows', String(result.hostileRows)],
        ['largest difference', formatNumber(result.largestDifference)],
        ['allowed', formatNumber(result.tolerance)],
        ['changed decisions', String(result.changedDecisions)],
        ['runtime', result.runtime],
      ]),
    ),
    failed: !result.passed,
  };
}
