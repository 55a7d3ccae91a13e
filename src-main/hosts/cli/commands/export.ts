import { join, resolve } from 'node:path';
import type { ModelFormat, Quantization, Verification } from '../../../contract';
import { exportModel, openModel, publishKit, requirePassed, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

export interface ExportFlags {
  out: string;
  format: ModelFormat;
  quantize?: Quantization;
  licence: string;
  kit?: true;
}

/** Which rows were compared: the folder of a model carries no data, unlike a run of the workbench. */
function comparedRows({ rows, hostileRows }: Verification): string {
  const hostile = `${String(hostileRows)} made-up rows of blank, unseen and extreme values`;
  return rows === 0 ? hostile : `${String(rows)} test rows and ${hostile}`;
}

/**
 * `export DIR --format FORMAT [--quantize HOW] [--kit] --out PATH`: the whole pipeline as one file, or a folder of it and
 * what helps to use it, compared with the application before it takes its name.
 */
export async function exportFile(
  directory: string,
  { out, format, quantize, licence, kit }: ExportFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const settings = { format, quantize: quantize ?? 'none', scope: 'pipeline', licence } as const;
  const result = await withHouse(terminal, async (house, work) => {
    if (kit === true) return publishKit(house, model, settings, resolve(out), work);
    return writeBeside(out, async (temporary) => {
      const exported = await exportModel(house, model, settings, temporary, work);
      requirePassed(exported.verification);
      return exported;
    });
  });
  const { version, inputs, outputs, bytes, verification, warnings, choice } = result;
  const file = kit === true ? join(out, `model.${choice.extension}`) : out;
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
      kit === true
        ? `Wrote the folder ${out} with the model (${version}) and what helps to use it: see its README.md.`
        : `Wrote ${out} (${version}).`,
      formatTable([
        ...inputs.map(({ name, type }) => ['takes', name, type]),
        ...outputs.map(({ name, type }) => ['gives', name, type]),
      ]),
      `Compared with the application in ${verification.runtime} over ${comparedRows(verification)}: largest difference ${formatNumber(verification.largestDifference)}. To compare it over data of your own: strongroom verify ${file} DATA --against ${directory}`,
      formatWarnings(warnings),
    ),
  };
}
