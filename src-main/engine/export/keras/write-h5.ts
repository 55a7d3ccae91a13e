import type { Graph } from './graph';
import { groupAt, writeHdf5 } from './hdf5';
import { kerasConfig, kerasVersion } from './keras-config';
import { kerasOrder } from './order';
import { notesAttribute } from './read-h5';
import { weightPaths } from './translate';

/** Weights by name: what Keras matches is their order. */
const nameOf = (path: string): string => path.replaceAll('/', '_');

/**
 * A network as Keras' older .h5 file: the configuration as the attribute `model_config`, and below `model_weights` one
 * group a layer with the names of its weights in order. @param notes kept beside it, as JSON.
 */
export function writeH5(graph: Graph, notes: string | null = null): Promise<Uint8Array> {
  const order = kerasOrder(graph);
  return writeHdf5((root) => {
    const attributes = { keras_version: kerasVersion, backend: 'tensorflow' };
    for (const [name, value] of Object.entries(attributes)) root.create_attribute(name, value);
    root.create_attribute('model_config', JSON.stringify(kerasConfig(graph, order)));
    if (notes !== null) root.create_attribute(notesAttribute, notes);
    const group = groupAt(root, 'model_weights');
    for (const [name, value] of Object.entries(attributes)) group.create_attribute(name, value);
    // Layers without weights need not be named.
    const weighted = order.filter(({ weights }) => weights.length > 0);
    const names = weighted.map(({ name }) => name);
    if (names.length > 0) group.create_attribute('layer_names', names, [names.length], 'S');
    for (const layer of weighted) {
      const own = groupAt(group, layer.name);
      const paths = weightPaths(layer).map(nameOf).slice(0, layer.weights.length);
      own.create_attribute('weight_names', paths, [paths.length], 'S');
      paths.forEach((name, index) => {
        const weight = layer.weights[index];
        if (weight !== undefined)
          own.create_dataset({ name, data: weight.values, shape: weight.shape, dtype: '<f4' });
      });
    }
  });
}
