import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { Group } from 'h5wasm';
import { StrongroomError } from '../../../contract/errors';
import { openZip } from '../../data/importers/archives/zip-file';
import type { Zip } from '../../data/importers/archives/zip-file';
import { readHdf5 } from './hdf5';
import type { ReadNetwork } from './read-h5';
import { datasetsBelow, readWeight } from './read-weights';
import { readTopology } from './topology';

const mebibyte = 2 ** 20;
/** The most that a member may unpack to. */
const limits = {
  'metadata.json': mebibyte,
  'config.json': 64 * mebibyte,
  'model.weights.h5': 2048 * mebibyte,
};
/** Weights hardly shrink: what unpacks to more than this many times its size was made to fill the memory. */
const mostExpansion = 1000;

async function readMember(file: string, zip: Zip, name: keyof typeof limits): Promise<Buffer> {
  const entry = zip.entries.get(name);
  if (entry === undefined) {
    throw new StrongroomError('FILE_FORMAT_MISMATCH', `${file} is a zip file, but not a network of Keras.`, {
      expected: Object.keys(limits).join(', '),
      received: [...zip.entries.keys()].slice(0, 10).join(', ') || 'an empty archive',
      next: 'Give a .keras file that Keras 3 saved.',
    });
  }
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > limits[name] || (size > mebibyte && size > mostExpansion * packed)) {
    throw new StrongroomError('FILE_TOO_LARGE', `${name} in ${file} unpacks to ${String(size)} bytes.`, {
      expected: `at most ${String(limits[name])} bytes, and ${String(mostExpansion)} times its packed size`,
      received: `${String(size)} bytes from ${String(packed)}`,
      next: 'Do not trust this file.',
    });
  }
  return buffer(await zip.read(entry));
}

const metadataSchema = z.object({ keras_version: z.string() });

/**
 * Reads a .keras file of Keras 3. @throws FILE_DAMAGED, FILE_FORMAT_MISMATCH, FILE_TOO_LARGE, LAYER_NOT_SUPPORTED.
 */
export async function readKeras(file: string, path: string): Promise<ReadNetwork> {
  const zip = await openZip(path);
  try {
    const config = await readMember(file, zip, 'config.json');
    const metadata = metadataSchema.safeParse(
      JSON.parse((await readMember(file, zip, 'metadata.json')).toString('utf8')),
    );
    const weights = await readMember(file, zip, 'model.weights.h5');
    const graph = await readHdf5(weights, (root) =>
      readTopology(JSON.parse(config.toString('utf8')), {
        file,
        weights({ store }) {
          const group = store === '' ? null : root.get(store);
          if (!(group instanceof Group)) return [];
          return datasetsBelow(group).map(({ path: place, dataset }) =>
            readWeight(file, `${store}/${place}`, dataset),
          );
        },
      }),
    );
    return {
      graph,
      dialect: 'keras',
      producer: `Keras ${metadata.success ? metadata.data.keras_version : '3'}`,
    };
  } finally {
    zip.close();
  }
}
