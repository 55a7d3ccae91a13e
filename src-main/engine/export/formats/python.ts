import { kerasGraph } from '../keras/export-network';
import { kerasVersion } from '../keras/keras-config';
import { zipOf } from '../keras/zip';
import { exportPython } from '../python/export-python';
import type { ExportFormat } from './format';
import { quantizationChoices } from './format';
import { refusalOf, writeNetworkFile } from './network-file';

/** A folder of Python programs around the network, in an archive. */
export const pythonFormat: ExportFormat = {
  name: 'python',
  title: 'Python package',
  sentence:
    'An archive of short Python programs with the network for Keras 3: they predict from raw columns, and train the same network anew by the recipe.',
  extension: 'zip',
  targets: ['python', 'server'],
  quantizations: [quantizationChoices.none],
  scopes: ['pipeline'],
  refusal: ({ network }) => refusalOf(() => kerasGraph(network)),
  write: (model, path, options) =>
    writeNetworkFile(model, path, options, `Python package, Keras ${kerasVersion}`, async (notes) =>
      zipOf(await exportPython(model, options.metadata, JSON.stringify(notes))),
    ),
};
