import { exportH5, kerasGraph } from '../keras/export-network';
import { kerasVersion } from '../keras/keras-config';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';
import { refusalOf, writeNetworkFile } from './network-file';

/** The older format of Keras. */
export const h5Format: ExportFormat = {
  name: 'h5',
  title: 'Keras HDF5',
  sentence:
    'The network as an .h5 file, the older format of Keras that other programs read too. How columns become its input is kept in the file as JSON.',
  extension: 'h5',
  targets: ['python'],
  quantizations: [quantizationChoices.none],
  scopes: ['pipeline'],
  refusal: ({ network }) => refusalOf(() => kerasGraph(network)),
  write: (model, path, options) =>
    writeNetworkFile(model, path, options, `Keras ${kerasVersion}, HDF5`, (notes) =>
      exportH5(model.network, JSON.stringify(notes)),
    ),
};
