import { exportKeras, kerasGraph } from '../keras/export-network';
import { kerasVersion } from '../keras/keras-config';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';
import { refusalOf, writeNetworkFile } from './network-file';

/** The format of Keras 3. */
export const kerasFormat: ExportFormat = {
  name: 'keras',
  title: 'Keras',
  sentence:
    'The network as a .keras file, to use or train on with Keras 3. How columns become its input is kept in the file as JSON; the Python package does it.',
  extension: 'keras',
  targets: ['python', 'server'],
  quantizations: [quantizationChoices.none],
  scopes: ['pipeline'],
  refusal: ({ network }) => refusalOf(() => kerasGraph(network)),
  write: (model, path, options) =>
    writeNetworkFile(model, path, options, `Keras ${kerasVersion}`, (notes) =>
      exportKeras(model.network, JSON.stringify(notes)),
    ),
};
