import { open, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError, normalizeError } from '../../../contract/errors';
import { buildNetwork } from './build-network';
import { damagedFile } from './errors';
import { readH5 } from './read-h5';
import type { ReadNetwork } from './read-h5';
import { readKeras } from './read-keras';
import { readTfjs } from './read-tfjs';

export const networkFormats = ['keras', 'h5', 'tfjs'] as const;
export type NetworkFormat = (typeof networkFormats)[number];

/** An .h5 file is held in memory as a whole. */
const mostBytes = 2 ** 31;

export interface ImportedNetwork {
  network: LayersModel;
  format: NetworkFormat;
  producer: string;
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What a file is, by how it begins. */
function formatOf(name: string, start: Buffer): NetworkFormat {
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'keras';
  if (start.subarray(0, 4).toString('latin1') === '\u0089HDF') return 'h5';
  if (/^\uFEFF?\s*\{/.test(start.toString('utf8'))) return 'tfjs';
  throw new StrongroomError('FILE_FORMAT_MISMATCH', `${name} is not a network that can be read.`, {
    expected: 'a .keras file, an .h5 file of Keras, or model.json of TensorFlow.js with its weights',
    received:
      start.length === 0
        ? 'an empty file'
        : `a file that begins with ${JSON.stringify(start.subarray(0, 8).toString('latin1'))}`,
    next: 'Save the network with model.save() and give that file.',
  });
}

async function readGraph(format: NetworkFormat, name: string, path: string): Promise<ReadNetwork> {
  if (format === 'keras') return readKeras(name, path);
  if (format === 'tfjs') return readTfjs(name, path);
  const { size } = await stat(path);
  if (size > mostBytes) {
    throw new StrongroomError('FILE_TOO_LARGE', `${name} is larger than can be read.`, {
      expected: `at most ${String(mostBytes)} bytes`,
      received: `${String(size)} bytes`,
      next: 'Use a smaller network.',
    });
  }
  return readH5(name, await readFile(path));
}

/**
 * Reads a network that Keras or TensorFlow.js saved, as a network of TensorFlow.js with its weights. Nothing in the file is
 * run. @param path a .keras or .h5 file, model.json, or the folder that it is in.
 * @throws FILE_NOT_FOUND, FILE_FORMAT_MISMATCH, FILE_DAMAGED, FILE_TOO_LARGE, and LAYER_NOT_SUPPORTED, which names the layer.
 */
export async function importNetwork(path: string): Promise<ImportedNetwork> {
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, 'model.json') : path;
  const name = basename(path);
  const format = formatOf(name, await firstBytes(file));
  try {
    const { graph, dialect, producer } = await readGraph(format, name, file);
    return { network: buildNetwork(graph, dialect), format, producer };
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    const known = normalizeError(error);
    if (known.code !== 'INTERNAL') throw known;
    throw damagedFile(name, error instanceof Error ? error.message.slice(0, 300) : String(error), error);
  }
}
