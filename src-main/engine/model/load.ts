import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { featuresWidth } from '../features/apply';
import type { Fitted } from '../features/fitted';
import { readFitted } from '../features/read-fitted';
import { modelFiles } from '../protocol';
import { featuresChecksum, modelFileSchema, sha256 } from './format';
import type { ModelFile } from './format';
// Registers the layers that are ours, so that they can be read.
import './layers';

export interface LoadedModel {
  fitted: Fitted;
  network: LayersModel;
  /** Share of each class in training rows, or their mean. */
  baseline: number[];
}

function damaged(directory: string, file: string, why: string, cause?: unknown): StrongroomError {
  return new StrongroomError('MODEL_DAMAGED', `The model in ${directory} can not be used: ${file} ${why}.`, {
    next: 'Train the model again, or restore the folder from a copy.',
    ...(cause === undefined ? {} : { cause }),
  });
}

async function readModelFile(directory: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(directory, file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    if (file === modelFiles.model) {
      throw new StrongroomError('MODEL_NOT_FOUND', `There is no trained model in ${directory}.`, {
        expected: `a folder with ${Object.values(modelFiles).join(', ')}`,
        next: 'Give the folder that `train` wrote, or train a model first.',
        cause: error,
      });
    }
    throw damaged(directory, file, 'is missing', error);
  }
}

async function readDescription(directory: string): Promise<ModelFile> {
  const text = (await readModelFile(directory, modelFiles.model)).toString('utf8');
  try {
    return modelFileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(directory, modelFiles.model, 'does not hold what it should', error);
  }
}

async function restoreNetwork(directory: string, model: ModelFile, bytes: Buffer): Promise<LayersModel> {
  try {
    const network = await models.modelFromJSON({ modelTopology: model.topology });
    tf.tidy(() => {
      network.setWeights(
        model.weights.map(({ shape, offset }) => {
          const size = shape.reduce((product, length) => product * length, 1);
          // Copied, for the pool that `bytes` came from need not be aligned.
          const values = new Uint8Array(bytes.subarray(offset, offset + 4 * size));
          return tf.tensor(new Float32Array(values.buffer), shape);
        }),
      );
    });
    return network;
  } catch (error) {
    throw damaged(directory, modelFiles.model, 'describes no network that this version can make', error);
  }
}

/**
 * Reads a trained model. Throws MODEL_NOT_FOUND when the folder holds none, MODEL_DAMAGED when a file is missing,
 * altered or of another model.
 */
export async function loadModel(directory: string): Promise<LoadedModel> {
  const model = await readDescription(directory);
  const fitted = await readFitted(directory);
  const bytes = await readModelFile(directory, modelFiles.weights);
  if (bytes.byteLength !== model.bytes || sha256(bytes) !== model.checksums.weights) {
    throw damaged(directory, modelFiles.weights, 'was altered after training');
  }
  if (featuresChecksum(fitted) !== model.checksums.features) {
    throw damaged(directory, modelFiles.features, 'was altered after training, or is of another model');
  }
  const network = await restoreNetwork(directory, model, bytes);
  const width = network.inputs[0]?.shape[1];
  if (width !== featuresWidth(fitted)) {
    network.dispose();
    throw damaged(
      directory,
      modelFiles.features,
      `makes ${featuresWidth(fitted)} columns, not ${String(width)}`,
    );
  }
  return { fitted, network, baseline: model.baseline };
}
