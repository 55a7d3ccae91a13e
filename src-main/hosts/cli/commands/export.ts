import { resolve } from 'node:path';
import type { ModelFormat, Quantization, SmallerNetwork, Verification } from '../../../contract';
import {
  openModel,
  publishKit,
  withRows,
  withSmallerOf,
  writeExport,
  type ExportFiles,
  type Exported,
  type Model,
  type Work,
} from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

export interface ExportFlags {
  out: string;
  format: ModelFormat;
  quantize?: Quantization;
  data?: string;
  networkOnly?: boolean;
  licence?: string;
  ownRows?: boolean;
  acceptChanges?: boolean;
  kit?: true;
  shrink?: SmallerNetwork;
}

/** Which rows were compared: the folder of a model carries no data, unlike a run of the workbench. */
function comparedRows({ rows, madeUpRows = 0, hostileRows }: Verification): string {
  const hostile = `${String(hostileRows)} made-up rows of blank, unseen and extreme values`;
  const ordinary =
    rows === 0 ? `${String(madeUpRows)} made-up rows as training knew them` : `${String(rows)} test rows`;
  return `${ordinary} and ${hostile}`;
}

/** How far the answers are apart, where it counts, and how long they take. */
function comparison(verification: Verification): string {
  const { largestDifference, ordinary, changedAllowed = 0, latency } = verification;
  const difference =
    changedAllowed === 0 || ordinary === undefined
      ? `largest difference ${formatNumber(largestDifference)}`
      : `${String(ordinary.changedDecisions)} changed decisions, largest difference ${formatNumber(ordinary.largestDifference)}, hostile rows aside`;
  const time =
    latency === undefined
      ? ''
      : ` One row takes ${formatNumber(latency.row)} ms, ${String(latency.batchRows)} rows ${formatNumber(latency.batch)} ms.`;
  return `Compared with the application in ${verification.runtime} over ${comparedRows(verification)}: ${difference}.${time}`;
}

/**
 * `export DIR --format FORMAT [--quantize HOW] [--data FILE] [--kit] --out PATH`: the whole pipeline as one file with a
 * certificate beside it, or a folder of it and what helps to use it, compared with the application before it takes its name.
 */
export async function exportFile(
  directory: string,
  { out, format, quantize = 'none', networkOnly = false, licence = '', data, kit, ...flags }: ExportFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const scope = networkOnly ? 'network' : 'pipeline';
  const { ownRows, acceptChanges, shrink } = flags;
  const settings = { format, quantize, scope, licence, shrink, ownRows, acceptChanges } as const;
  const result = await withHouse(terminal, (house, work) => {
    const write = (
      network: Model,
      rest: Work,
      rows: string | null,
    ): Promise<Exported & { files: ExportFiles }> =>
      kit === true
        ? publishKit(house, network, settings, resolve(out), rest, rows)
        : writeExport(house, network, resolve(out), settings, rest, rows);
    const file = data === undefined ? null : inputFile(data, {});
    if (shrink !== undefined)
      return withSmallerOf(house, model, shrink, file, work, (smaller, rest) => write(smaller, rest, null));
    if (file === null) return write(model, work, null);
    return withRows(house, model, file, work, (rows) => write(model, work, rows));
  });
  const { version, inputs, outputs, bytes, verification, warnings, files, certificate } = result;
  return {
    document: {
      file: resolve(out),
      certificate: files.json,
      page: files.page,
      sha256: certificate.file.sha256,
      format,
      quantize,
      scope,
      network: shrink ?? 'as trained',
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
        : `Wrote ${out} (${version}, ${String(bytes)} bytes), and its certificate beside it.`,
      formatTable([
        ...inputs.map(({ name, type }) => ['takes', name, type]),
        ...outputs.map(({ name, type }) => ['gives', name, type]),
      ]),
      `${comparison(verification)} To compare it over data of your own: strongroom verify ${kit === true ? files.file : out} DATA --against ${directory}`,
      formatWarnings(warnings),
    ),
  };
}
