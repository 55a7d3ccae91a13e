import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Place } from '../../../contract/schemas/data';
import { exactAllowance, openModel, verifyFile } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, paragraphs } from '../text';

/** `verify FILE DATA --against DIR`: the exported file against the application, over every row. */
export async function verify(
  onnx: string,
  data: string,
  { against, ...place }: { against: string } & Partial<Place>,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(against));
  if (!existsSync(onnx)) {
    throw new StrongroomError('FILE_NOT_FOUND', `The file ${onnx} does not exist.`, {
      next: 'Give the file that `strongroom export` wrote.',
    });
  }
  const file = inputFile(data, place);
  const result = await withHouse(terminal, (house, work) =>
    verifyFile(house, model, { path: resolve(onnx), format: 'onnx', allowance: exactAllowance }, file, work),
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
        ? 'Passed: the file gives the same answers as the application.'
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
