import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError, normalizeError } from '../../../contract/errors';
import { openZip } from '../../data/importers/archives/zip-file';
import type { Zip } from '../../data/importers/archives/zip-file';
import { buildNetwork } from './build-network';
import { damagedFile } from './errors';
import { readH5 } from './read-h5';
import type { ReadNetwork } from './read-h5';
import { readKeras } from './read-keras';
import { readTfjs } from './read-tfjs';
import { folderSource, zipSource } from './sources';

export const networkFormats = ['keras', 'h5', 'tfjs'] as const;
export type NetworkFormat = (typeof networkFormats)[number];

/** An .h5 file is held in memory as a whole. */
const mostBytes = 2 ** 31;

export interface ImportedNetwork {
  network: LayersModel;
  format: NetworkFormat;
  /** Which program wrote it, as far as the file says. */
  producer: string;
  /** What we kept beside the network when we wrote the file; null in files of others. */
  notes: unknown;
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

type Read = ReadNetwork & { format: NetworkFormat };

/** The network in a Python package. */
const packagedNetwork = 'network.keras';

/** A .keras file within another archive. */
async function readNested(name: string, zip: Zip): Promise<Read> {
  const bytes = await zipSource(zip).read(packagedNetwork, mostBytes);
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-network-'));
  try {
    const path = join(folder, packagedNetwork);
    await writeFile(path, bytes ?? new Uint8Array(0));
    const inner = await openZip(path);
    try {
      return { ...(await readKeras(name, zipSource(inner))), format: 'keras' };
    } finally {
      inner.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A zip file is a .keras file, or has model.json and its weights in it. */
async function readZip(name: string, path: string): Promise<Read> {
  const zip = await openZip(path);
  try {
    const nested = zip.entries.get(packagedNetwork);
    if (nested !== undefined && !zip.entries.has('config.json')) return await readNested(name, zip);
    const topology = [...zip.entries.keys()].find((entry) => /^([^/]+\/)?model\.json$/.test(entry));
    if (topology === undefined || zip.entries.has('config.json')) {
      return { ...(await readKeras(name, zipSource(zip))), format: 'keras' };
    }
    const prefix = topology.slice(0, -'model.json'.length);
    return { ...(await readTfjs(name, zipSource(zip, prefix))), format: 'tfjs' };
  } finally {
    zip.close();
  }
}

async function readH5File(name: string, path: string): Promise<Read> {
  const bytes = await folderSource(dirname(path)).read(basename(path), mostBytes);
  return { ...(await readH5(name, bytes ?? new Uint8Array(0))), format: 'h5' };
}

/** Reads a file as what its first bytes say that it is. */
async function readByContent(name: string, path: string): Promise<Read> {
  const start = await firstBytes(path);
  const signature = start.subarray(0, 4).toString('latin1');
  if (signature === 'PK\u0003\u0004') return readZip(name, path);
  if (signature === '\u0089HDF') return readH5File(name, path);
  if (/^\uFEFF?\s*\{/.test(start.toString('utf8'))) {
    const text = basename(path);
    const folder = folderSource(dirname(path));
    // Under whatever name it is.
    const source = {
      names: [],
      read: (wanted: string, most: number) => folder.read(wanted === 'model.json' ? text : wanted, most),
    };
    return { ...(await readTfjs(name, source)), format: 'tfjs' };
  }
  throw new StrongroomError('FILE_FORMAT_MISMATCH', `${name} is not a network that can be read.`, {
    expected: 'a .keras file, an .h5 file of Keras, or model.json of TensorFlow.js with its weights',
    received:
      start.length === 0
        ? 'an empty file'
        : `a file that begins with ${JSON.stringify(start.subarray(0, 8).toString('latin1'))}`,
    next: 'Save the network with model.save() and give that file.',
  });
}

/**
 * Reads a network that Keras or TensorFlow.js saved, as a network of TensorFlow.js with its weights. Nothing in the file is
 * run. @param path a .keras or .h5 file, model.json, the folder that it is in, or a zip file of that.
 * @throws FILE_NOT_FOUND, FILE_FORMAT_MISMATCH, FILE_DAMAGED, FILE_TOO_LARGE, and LAYER_NOT_SUPPORTED, which names the layer.
 */
export async function importNetwork(path: string): Promise<ImportedNetwork> {
  const name = basename(path);
  try {
    const isFolder = (await stat(path)).isDirectory();
    const file = isFolder ? join(path, 'model.json') : path;
    const { graph, dialect, ...rest } = await readByContent(name, file);
    return {
      network: buildNetwork(graph, dialect),
      format: rest.format,
      producer: rest.producer,
      notes: rest.notes,
    };
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    const known = normalizeError(error);
    if (known.code !== 'INTERNAL') throw known;
    throw damagedFile(name, error instanceof Error ? error.message.slice(0, 300) : String(error), error);
  }
}
