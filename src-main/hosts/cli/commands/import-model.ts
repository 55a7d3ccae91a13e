import { resolve } from 'node:path';
import type { NetworkSummary } from '../../../contract/schemas/imported-network';
import { importNetwork, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatTable, paragraphs } from '../text';

const shapeText = (shape: readonly (number | null)[]): string =>
  `[${shape.map((length) => (length === null ? 'rows' : String(length))).join(', ')}]`;

function summaryText({ name, producer, layers, parameters, trainable }: NetworkSummary): string {
  return paragraphs(
    `${name}, saved by ${producer}`,
    formatTable([
      ['layer', 'kind', 'gives', 'parameters'],
      ...layers.map((layer) => [layer.name, layer.kind, shapeText(layer.shape), String(layer.parameters)]),
    ]),
    `${String(parameters)} parameters, of which ${String(trainable)} are trained.`,
  );
}

/**
 * `import-model FILE [--out FILE.keras]`: a network that Keras or TensorFlow.js saved, layer by layer; with --out it is kept
 * as a .keras file of layers that are known here.
 */
export async function importModel(
  file: string,
  { out }: { out?: string },
  terminal: Terminal,
): Promise<Outcome> {
  const summary = await withHouse(terminal, (house, work) =>
    out === undefined
      ? importNetwork(house, resolve(file), null, work)
      : writeBeside(out, (temporary) => importNetwork(house, resolve(file), temporary, work)),
  );
  return {
    document: { ...summary, ...(out === undefined ? {} : { file: resolve(out) }) },
    text: paragraphs(summaryText(summary), out === undefined ? '' : `Kept it as ${out}.`),
  };
}
