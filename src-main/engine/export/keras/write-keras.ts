import { createHash } from 'node:crypto';
import { ZipFile } from 'yazl';
import type { Graph } from './graph';
import { layersOf, sizeOf } from './graph';
import { groupAt, writeHdf5 } from './hdf5';
import type { Group } from './hdf5';
import { kerasConfig, kerasVersion } from './keras-config';
import { NumberedNames, kerasOrder, snakeCase } from './order';
import { randomPaths, weightPaths } from './translate';

/** Zip files know no time before 1980; a fixed one makes the same network the same file. */
const mtime = new Date(Date.UTC(1980, 0, 2));

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

/** A network as a .keras file of version 3: a zip of metadata.json, config.json and model.weights.h5. */
export async function writeKeras(graph: Graph): Promise<Uint8Array> {
  const weights = await writeHdf5((root) => fillWeights(root, graph));
  const zip = new ZipFile();
  const documents = {
    'metadata.json': { keras_version: kerasVersion, date_saved: '1980-01-02@00:00:00' },
    'config.json': kerasConfig(graph, [...new Set([...kerasOrder(graph), ...layersOf(graph)])]),
  };
  for (const [name, document] of Object.entries(documents)) {
    zip.addBuffer(Buffer.from(JSON.stringify(document)), name, { mtime });
  }
  zip.addBuffer(Buffer.from(weights), 'model.weights.h5', { mtime });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}
