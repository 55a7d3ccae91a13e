import { exportTfjs, tfjsGraph } from '../keras/export-network';
import { zipOf } from '../keras/zip';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';
import { refusalOf, writeNetworkFile } from './network-file';

/** A layers model of TensorFlow.js: model.json and its weights, in an archive. */
export const tfjsFormat: ExportFormat = {
  name: 'tfjs',
  title: 'TensorFlow.js',
  sentence:
    'The network as a layers model for TensorFlow.js: an archive of model.json and its weights. How columns become its input is kept in model.json.',
  extension: 'zip',
  targets: ['browser'],
  quantizations: [quantizationChoices.none],
  scopes: ['pipeline'],
  refusal: ({ network }) => refusalOf(() => tfjsGraph(network)),
  write: (model, path, options) =>
    writeNetworkFile(model, path, options, 'TensorFlow.js layers model', async (notes) => {
      const producer = `Strongroom ${options.metadata['org.strongroom.version'] ?? ''}`.trim();
      return zipOf(await exportTfjs(model.network, producer, { strongroom: notes }));
    }),
};
