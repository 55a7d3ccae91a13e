import { z } from 'zod';
import { Group } from 'h5wasm';
import { StrongroomError } from '../../../contract/errors';
import { readHdf5 } from './hdf5';
import type { ReadNetwork } from './read-h5';
import { datasetsBelow, readWeight } from './read-weights';
import type { FileSource } from './sources';
import { readTopology } from './topology';

const mebibyte = 2 ** 20;
/** What a .keras file holds, and the most that each may unpack to. */
const members = {
  'metadata.json': mebibyte,
  'config.json': 64 * mebibyte,
  'model.weights.h5': 2048 * mebibyte,
};

/** What is kept beside the network, which Keras leaves alone. */
export const notesMember = 'strongroom.json';

const metadataSchema = z.object({ keras_version: z.string() });

/**
 * Reads a .keras file of Keras 3. @throws FILE_DAMAGED, FILE_FORMAT_MISMATCH, FILE_TOO_LARGE, LAYER_NOT_SUPPORTED.
 */
export async function readKeras(file: string, source: FileSource): Promise<ReadNetwork> {
  const read = async (name: keyof typeof members): Promise<Buffer> => {
    const found = await source.read(name, members[name]);
    if (found !== null) return found;
    throw new StrongroomError('FILE_FORMAT_MISMATCH', `${file} is a zip file, but not a network of Keras.`, {
      expected: Object.keys(members).join(', '),
      received: source.names.slice(0, 10).join(', ') || 'an empty archive',
      next: 'Give a .keras file that Keras 3 saved.',
    });
  };
  const config = await read('config.json');
  const metadata = metadataSchema.safeParse(JSON.parse((await read('metadata.json')).toString('utf8')));
  const weights = await read('model.weights.h5');
  const notes = await source.read(notesMember, 64 * mebibyte);
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
  const version = metadata.success ? metadata.data.keras_version : '3';
  const kept: unknown = notes === null ? null : JSON.parse(notes.toString('utf8'));
  return { graph, dialect: 'keras', producer: `Keras ${version}`, notes: kept };
}
