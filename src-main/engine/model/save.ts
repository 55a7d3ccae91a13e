import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { writeWhole } from '../data/write-whole';
import type { Fitted } from '../features/fitted';
import { modelFiles } from '../protocol';
import { featuresChecksum, sha256, topologySchema } from './format';
import type { ModelFile } from './format';

/**
 * Writes model.json and weights.bin into `directory`, where features.json already is.
 * @param baseline share of each class in training rows, or their mean.
 */
export async function saveModel(
  directory: string,
  fitted: Fitted,
  network: LayersModel,
  baseline: number[],
): Promise<void> {
  const values = network.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
  const bytes = new Uint8Array(values.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  const weights = network.weights.map((weight, index) => {
    const value = values[index] ?? new Float32Array(0);
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), offset);
    const entry = { name: weight.originalName, shape: weight.shape.map((size) => size ?? 0), offset };
    offset += value.byteLength;
    return entry;
  });
  const model: ModelFile = {
    formatVersion: 1,
    topology: topologySchema.parse(JSON.parse(JSON.stringify(network.toJSON(undefined, false)))),
    weights,
    bytes: bytes.byteLength,
    checksums: { weights: sha256(bytes), features: featuresChecksum(fitted) },
    baseline,
  };
  await writeWhole(join(directory, modelFiles.weights), bytes);
  // Last, for a folder with a model.json counts as a trained model.
  await writeWhole(join(directory, modelFiles.model), `${JSON.stringify(model, null, 2)}\n`);
}
