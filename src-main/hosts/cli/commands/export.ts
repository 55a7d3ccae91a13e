import { resolve } from 'node:path';
import type { ModelFormat, Quantization, Verification } from '../../../contract';
import {
  exportModel,
  openModel,
  requirePassed,
  withRows,
  writeBeside,
  type Exported,
} from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

export interface ExportFlags {
  out: string;
  format: ModelFormat;
  quantize?: Quantization;
  data?: string;
}

/** Which rows were compared: the folder of a model carries no data, unlike a run of the workbench. */
function comparedRows({ rows, hostileRows }: Verification): string {
  const hostile = `${String(hostileRows)} made-up rows of blank, unseen and extreme values`;
  return rows === 0 ? hostile : `${String(rows)} test rows and ${hostile}`;
}

/**
 * `export DIR --format FORMAT [--quantize HOW] [--data FILE] --out FILE`: the whole pipeline as one file, compared with the application before
 * it takes its name.
 */
export async function exportFile(
  directory: string,
  { out, format, quantize, data }: ExportFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const result = await withHouse(terminal, (house, work) =>
    writeBeside(out, async (temporary) => {
      const settings = { format, quantize: quantize ?? 'none', networkOnly: false };
      const write = (rows: string | null): Promise<Exported> =>
        exportModel(house, model, settings, temporary, work, false, rows);
      const exported =
        data === undefined
          ? await write(null)
          : await withRows(house, model, inputFile(data, {}), work, write);
      requirePassed(exported.verification);
      return exported;
    }),
  );
  const { version, inputs, outputs, bytes, verification, warnings } = result;
  return {
    document: {
      file: resolve(out),
      format,
      quantize: quantize ?? 'none',
      version,
      bytes,
      inputs,
      outputs,
      verification,
      warnings,
    },
    text: paragraphs(
      `Wrote ${out} (${version}).`,
      formatTable([
        ...inputs.map(({ name, type }) => ['takes', name, type]),
        ...outputs.map(({ name, type }) => ['gives', name, type]),
      ]),
      `Compared with the application in ${verification.runtime} over ${comparedRows(verification)}: largest difference ${formatNumber(verification.largestDifference)}, ${String(verification.changedDecisions)} changed decisions. To compare it over data of your own: strongroom verify ${out} DATA --against ${directory}`,
      formatWarnings(warnings),
    ),
  };
}
