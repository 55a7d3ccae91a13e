import { Group } from 'h5wasm';
import type { Dialect } from './activations';
import { damagedFile } from './errors';
import type { Graph, Weight } from './graph';
import { isDataset, readHdf5 } from './hdf5';
import { readNames, readWeight } from './read-weights';
import { readTopology } from './topology';

export interface ReadNetwork {
  graph: Graph;
  dialect: Dialect;
  /** Which program wrote it, as far as it says. */
  producer: string;
  /** What we kept beside the network when we wrote the file; null in files of others. */
  notes: unknown;
}

/** The attribute of an .h5 file for what is kept beside the network, which Keras leaves alone. */
export const notesAttribute = 'strongroom';

const textAttribute = (group: Group, name: string): string | null => {
  const value = group.attrs[name]?.value;
  return typeof value === 'string' ? value : null;
};

/** Weights of a layer: all of its group, or for a layer in a network within, those with its name on their path. */
function weightsIn(file: string, root: Group, names: readonly string[]): Weight[] {
  const [outer = '', ...inner] = names;
  const group = root.get(outer);
  if (!(group instanceof Group)) return [];
  const last = inner.at(-1);
  const own = readNames(group, 'weight_names').filter(
    (path) => last === undefined || path.split('/').slice(0, -1).includes(last),
  );
  return own.map((path) => {
    const found = group.get(path);
    if (!isDataset(found)) throw damagedFile(file, `it lacks the weights ${path}`);
    return readWeight(file, path, found);
  });
}

/**
 * Reads Keras' older .h5 format, of version 2 or 3.
 * @throws FILE_DAMAGED, LAYER_NOT_SUPPORTED.
 */
export function readH5(file: string, bytes: Uint8Array): Promise<ReadNetwork> {
  return readHdf5(bytes, (root) => {
    const config = textAttribute(root, 'model_config');
    if (config === null) {
      const hint =
        root.keys().includes('layers') || root.keys().includes('layer_names')
          ? ': it holds weights only'
          : '';
      throw damagedFile(file, `it has no description of a network${hint}`);
    }
    const weights = root.get('model_weights');
    if (!(weights instanceof Group)) throw damagedFile(file, 'it has no weights');
    const version = textAttribute(root, 'keras_version') ?? textAttribute(weights, 'keras_version') ?? '2';
    const graph = readTopology(JSON.parse(config), {
      file,
      weights: ({ names }) => weightsIn(file, weights, names),
    });
    const notes = textAttribute(root, notesAttribute);
    const kept: unknown = notes === null ? null : JSON.parse(notes);
    return {
      graph,
      dialect: /^[3-9]/.test(version) ? 'keras' : 'tfjs',
      producer: `Keras ${version}`,
      notes: kept,
    };
  });
}
