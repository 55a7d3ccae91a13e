import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import '../../model/layers';
import { StrongroomError } from '../../../contract/errors';
import { damagedFile, unsupportedLayer } from './errors';
import { settingsSchema } from './graph';
import type { Setting, Settings } from './graph';
import { layerKinds } from './kinds';
import { lowerings } from './lowerings';
import { graphOfNetwork } from './network-graph';
import type { ReadNetwork } from './read-h5';
import { isObject } from './settings';
import type { FileSource } from './sources';
import { readTopology } from './topology';

const specificationSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.string(),
  quantization: z
    .object({ dtype: z.string(), scale: z.number().optional(), min: z.number().optional() })
    .optional(),
});
const documentSchema = z.object({
  format: z.string().optional(),
  generatedBy: z.string().nullish(),
  userDefinedMetadata: z.record(z.string(), z.unknown()).nullish(),
  modelTopology: settingsSchema,
  weightsManifest: z
    .array(z.object({ paths: z.array(z.string()), weights: z.array(specificationSchema) }))
    .default([]),
});

const mostBytes = 2 ** 31;
const mostTopology = 64 * 2 ** 20;

/** The bytes of a group of weights, whose files lie beside model.json and nowhere else. */
async function readShards(file: string, source: FileSource, paths: readonly string[]): Promise<Buffer> {
  let left = mostBytes;
  const parts: Buffer[] = [];
  for (const path of paths) {
    const found = await source.read(path, left);
    if (found === null) throw damagedFile(file, `the file ${path} with weights is missing beside it`);
    left -= found.length;
    parts.push(found);
  }
  return Buffer.concat(parts);
}

/** What a network begins with is not drawn: its weights are given. */
function withoutInitializers(value: Setting): Setting {
  if (Array.isArray(value)) return value.map(withoutInitializers);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Setting] => [
      key,
      key.endsWith('_initializer') && item !== null
        ? { class_name: 'Zeros', config: {} }
        : withoutInitializers(item),
    ]),
  );
}

const describes = (topology: Settings): Settings => {
  const { model_config: inner } = topology;
  return isObject(inner) ? inner : topology;
};

/** Refuses layers that are not known by their own names, before any is made. */
function requireKnown(file: string, topology: Settings): void {
  const { nodes } = readTopology(topology, { file, weights: () => [] });
  for (const { layer } of nodes) {
    if (layerKinds.has(layer.className) || lowerings.has(layer.className)) continue;
    throw unsupportedLayer(layer.name, layer.className, 'is of a kind that is not known');
  }
}

/** Reads a layers model of TensorFlow.js from its model.json. @throws FILE_DAMAGED, FILE_FORMAT_MISMATCH, LAYER_NOT_SUPPORTED. */
export async function readTfjs(file: string, source: FileSource): Promise<ReadNetwork> {
  const text = await source.read('model.json', mostTopology);
  if (text === null) throw damagedFile(file, 'model.json is missing');
  const parsed = documentSchema.safeParse(JSON.parse(text.toString('utf8')));
  if (!parsed.success || parsed.data.format === 'graph-model' || 'node' in parsed.data.modelTopology) {
    throw new StrongroomError('FILE_FORMAT_MISMATCH', `${file} is not a layers model of TensorFlow.js.`, {
      expected: 'model.json of a layers model, with its weights beside it',
      received: parsed.success ? 'a graph model, which has no layers' : 'another kind of JSON',
      next: 'Save the network with model.save() of TensorFlow.js, or convert it as a layers model.',
    });
  }
  const { modelTopology, weightsManifest, generatedBy, userDefinedMetadata } = parsed.data;
  const topology = describes(modelTopology);
  requireKnown(file, topology);
  const weights: tf.NamedTensorMap = {};
  for (const group of weightsManifest) {
    const bytes = await readShards(file, source, group.paths);
    const specifications = group.weights.map((weight) => ({ ...weight }));
    Object.assign(weights, decode(file, bytes, specifications));
  }
  const plain = withoutInitializers(topology);
  const network = await models.modelFromJSON({ modelTopology: isObject(plain) ? plain : {} });
  try {
    network.loadWeights(weights);
    return {
      graph: graphOfNetwork(network),
      dialect: 'tfjs',
      producer: generatedBy ?? 'TensorFlow.js',
      notes: userDefinedMetadata ?? null,
    };
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    throw damagedFile(
      file,
      `its weights do not fit: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  } finally {
    network.dispose();
    tf.dispose(weights);
  }
}

type Specification = z.infer<typeof specificationSchema>;

function decode(file: string, bytes: Buffer, specifications: readonly Specification[]): tf.NamedTensorMap {
  const made: tf.NamedTensorMap = {};
  let offset = 0;
  const numberSizes: Record<string, number> = { float32: 4, int32: 4, uint8: 1, uint16: 2, float16: 2 };
  for (const { name, shape, dtype, quantization } of specifications) {
    const kept = quantization?.dtype ?? dtype;
    const each = numberSizes[kept];
    const size = shape.reduce((product, length) => product * length, 1);
    if (each === undefined || (kept !== dtype && kept === 'float16')) {
      throw damagedFile(file, `the weights ${name} are kept as ${kept}, which can not be read`);
    }
    if (offset + size * each > bytes.length) throw damagedFile(file, 'its weights are cut off');
    const own = new Uint8Array(bytes.subarray(offset, offset + size * each)).buffer;
    const stored = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, uint16: Uint16Array }[kept];
    const numbers = stored === undefined ? new Float32Array(0) : new stored(own);
    const { scale = 1, min = 0 } = quantization ?? {};
    made[name] = tf.tensor(
      Float32Array.from(numbers, (value) => (quantization === undefined ? value : value * scale + min)),
      shape,
    );
    offset += size * each;
  }
  return made;
}
