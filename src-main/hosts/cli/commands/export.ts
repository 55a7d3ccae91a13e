import { resolve } from 'node:path';
import type { Verification } from '../../../contract';
import type { ExportOptions } from '../../../contract/schemas/exports';
import { openModel, writeExport } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

/** Which rows were compared: the folder of a model carries no data, unlike a run of the workbench. */
function comparedRows({ rows, madeUpRows = 0, hostileRows }: Verification): string {
  const hostile = `${String(hostileRows)} made-up rows of blank, unseen and extreme values`;
  const ordinary =
    rows === 0 ? `${String(madeUpRows)} made-up rows as training knew them` : `${String(rows)} test rows`;
  return `${ordinary} and ${hostile}`;
}

/** How far the answers are apart, where it counts. */
function differenceText({ largestDifference, ordinary, changedAllowed = 0 }: Verification): string {
  if (changedAllowed === 0 || ordinary === undefined)
    return `largest difference ${formatNumber(ordinary?.largestDifference ?? largestDifference)}`;
  return `${String(ordinary.changedDecisions)} changed decisions, largest difference ${formatNumber(ordinary.largestDifference)}`;
}

export interface ExportFlags {
  out: string;
  quantize?: ExportOptions['quantize'];
  networkOnly?: boolean;
  licence?: string;
  ownRows?: boolean;
  acceptChanges?: boolean;
}

/**
 * `export DIR --format onnx --out FILE`: the whole pipeline as one file, compared with the application before
 * it takes its name, and a certificate of the comparison beside it.
 */
export async function exportFile(
  directory: string,
  { out, quantize, networkOnly = false, licence, ownRows, acceptChanges }: ExportFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const options: Partial<ExportOptions> = {
    scope: networkOnly ? 'network' : 'pipeline',
    ...(quantize === undefined ? {} : { quantize }),
    ...(licence === undefined ? {} : { licence }),
    ...(ownRows === undefined ? {} : { ownRows }),
    ...(acceptChanges === undefined ? {} : { acceptChanges }),
  };
  const result = await withHouse(terminal, (house, work) =>
    writeExport(house, model, resolve(out), options, work),
  );
  const { opset, inputs, outputs, bytes, verification, warnings, files, certificate } = result;
  const { latency } = verification;
  return {
    document: {
      file: resolve(out),
      certificate: files.json,
      page: files.page,
      sha256: certificate.file.sha256,
      opset,
      quantize: certificate.file.quantize,
      bytes,
      inputs,
      outputs,
      verification,
      warnings,
    },
    text: paragraphs(
      `Wrote ${out} (ONNX, opset ${String(opset)}, ${String(bytes)} bytes), and beside it a certificate as JSON and as a page.`,
      formatTable([
        ...inputs.map(({ name, type }) => ['takes', name, type]),
        ...outputs.map(({ name, type }) => ['gives', name, type]),
      ]),
      `Compared with the application in ${verification.runtime} over ${comparedRows(verification)}: ${differenceText(verification)}.${
        latency === undefined
          ? ''
          : ` One row takes ${formatNumber(latency.row)} ms, ${String(latency.batchRows)} rows ${formatNumber(latency.batch)} ms.`
      } To compare it over data of your own: strongroom verify ${out} DATA --against ${directory}`,
      formatWarnings(warnings),
    ),
  };
}
