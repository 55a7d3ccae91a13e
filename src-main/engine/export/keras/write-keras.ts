import { createHash } from 'node:crypto';
import type { Graph } from './graph';
import { layersOf, sizeOf } from './graph';
import { groupAt, writeHdf5 } from './hdf5';
import type { Group } from './hdf5';
import { kerasConfig, kerasVersion } from './keras-config';
import { NumberedNames, kerasOrder, snakeCase } from './order';
import { notesMember } from './read-keras';
import { randomPaths, weightPaths } from './translate';
import { zipOf } from './zip';

/** A state for a generator of random numbers: any will do, and the same one each time. */
function seedOf(name: string): Uint32Array {
  const digest = createHash('sha256').update(name).digest();
  return Uint32Array.of(digest.readUInt32LE(0), 0);
}

function fillWeights(root: Group, graph: Graph): void {
  const stores = new NumberedNames();
  groupAt(root, 'vars');
  for (const layer of kerasOrder(graph)) {
    const store = `layers/${stores.next(snakeCase(layer.className))}`;
    groupAt(root, `${store}/vars`);
    weightPaths(layer).forEach((path, index) => {
      const weight = layer.weights[index];
      if (weight === undefined) return;
      const folder = groupAt(root, `${store}/${path.slice(0, path.lastIndexOf('/'))}`);
      // The library takes no data without a byte.
      const data = sizeOf(weight.shape) === 0 ? [] : weight.values;
      folder.create_dataset({
        name: path.slice(path.lastIndexOf('/') + 1),
        data,
        shape: weight.shape,
        dtype: '<f4',
      });
    });
    for (const path of randomPaths(layer)) {
      groupAt(root, `${store}/${path}/vars`).create_dataset({
        name: '0',
        data: seedOf(layer.name),
        shape: [2],
        dtype: '<I',
      });
    }
  }
}

/** A network as a .keras file of version 3: a zip of metadata.json, config.json and model.weights.h5. @param notes kept beside it, as JSON. */
export async function writeKeras(graph: Graph, notes: string | null = null): Promise<Uint8Array> {
  const weights = await writeHdf5((root) => fillWeights(root, graph));
  const documents = {
    'metadata.json': { keras_version: kerasVersion, date_saved: '1980-01-02@00:00:00' },
    'config.json': kerasConfig(graph, [...new Set([...kerasOrder(graph), ...layersOf(graph)])]),
  };
  const members = new Map<string, Uint8Array>();
  for (const [name, document] of Object.entries(documents)) {
    members.set(name, Buffer.from(JSON.stringify(document)));
  }
  members.set('model.weights.h5', weights);
  if (notes !== null) members.set(notesMember, Buffer.from(notes));
  return zipOf(members);
}
