import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FeatureMatrix } from '../../src-main/engine/features/apply/matrix';
import type { Fitted } from '../../src-main/engine/features/fitted';
import { Random } from '../../src-main/engine/random';
import type { Runtime, TrainingJob } from '../../src-main/engine/runtimes/runtime';
import { trainingSchema } from '../../src-main/contract/schemas/training';
import { meanSquaredError } from '../../src-main/engine/learning/losses/mean-squared-error';
import { adam } from '../../src-main/engine/learning/optimizers/adam';
import { TrainingStep } from '../../src-main/engine/learning/step';
import type { LayerCase } from './layer-cases';

export interface JobSize {
  rows: number;
  batchSize: number;
}

const always = async (): Promise<boolean> => true;

/** Numbers that come through as they are. */
function plainFeatures(width: number): Fitted {
  return {
    formatVersion: 1,
    task: 'regression',
    features: Array.from({ length: width }, (_, index) => ({
      column: `column ${index}`,
      kind: 'number',
      center: 0,
      scale: 1,
      median: 0,
      indicator: false,
    })),
    target: { kind: 'number', column: 'target', mean: 0, deviation: 1 },
  };
}

/** Weights from the seed, neither zero nor large; what scales begins near 1, and variances are positive. */
function fillWeights(network: LayersModel, seed: number): void {
  const random = new Random(seed, 'weights');
  tf.tidy(() => {
    const values = network.weights.map(({ shape, originalName }) => {
      const sizes = shape.map((size) => size ?? 1);
      const scale = sizes.length < 2 ? 0.2 : 1 / Math.sqrt(sizes[0] ?? 1);
      const nearOne = /gamma|variance/.test(originalName) ? 1 : 0;
      const draw = (): number => nearOne + random.normal() * scale * (nearOne === 1 ? 0.5 : 1);
      const length = sizes.reduce((product, size) => product * size, 1);
      const list = Float32Array.from({ length }, draw);
      return tf.tensor(/variance/.test(originalName) ? list.map(Math.abs) : list, sizes);
    });
    network.setWeights(values);
  });
}

/** Rows of the kind that the case takes: [rows, width]. */
export function rowsOf({ width, ids, padded }: LayerCase, rows: number, random: Random): Float32Array {
  const values = Float32Array.from({ length: rows * width }, () =>
    ids === undefined ? random.normal() : random.below(ids),
  );
  if (padded === undefined) return values;
  for (let start = 0; start < values.length; start += padded) {
    if (random.below(4) === 0) values.fill(0, start, start + padded);
  }
  return values;
}

export function networkOf(layerCase: LayerCase, seed: number): LayersModel {
  const network = layerCase.network();
  fillWeights(network, seed);
  return network;
}

/** A network of the case, and random rows with something to learn in them. */
export async function layerJob(layerCase: LayerCase, size: JobSize, seed: number): Promise<TrainingJob> {
  const { width } = layerCase;
  const { rows, batchSize } = size;
  const values = rowsOf(layerCase, rows, new Random(seed, 'rows'));
  const columns = Array.from({ length: width }, (_, column) => [
    `number:${column}`,
    {
      dtype: 'float32' as const,
      values: Float32Array.from({ length: rows }, (_value, row) => values[row * width + column] ?? 0),
    },
  ]);
  const features = await FeatureMatrix.make(
    plainFeatures(width),
    Object.fromEntries(columns),
    rows,
    async () => undefined,
  );
  const target = Float32Array.from({ length: rows }, (_, row) =>
    Math.sin((values[row * width] ?? 0) + 2 * (values[row * width + width - 1] ?? 0)),
  );
  return {
    network: networkOf(layerCase, seed),
    features,
    target,
    loss: meanSquaredError,
    batchSize,
    optimizer: adam,
    regularization: trainingSchema.parse({}).regularization,
    seed,
  };
}

const { regularization } = trainingSchema.parse({});

/** A step of plain Adam on squared errors. */
export const plainStep = (network: LayersModel, batchSize: number): TrainingStep =>
  new TrainingStep({ network, loss: meanSquaredError, optimizer: adam, regularization, batchSize });

export interface Trained {
  losses: number[];
  /** By their names, as in `network.weights`. */
  weights: { name: string; values: Float32Array }[];
  outputs: Float32Array;
}

/** Trains a fresh network of the case for so many epochs, and disposes it. */
export async function trainLayer(
  runtime: Runtime,
  layerCase: LayerCase,
  size: JobSize,
  epochs: number,
  seed = 5,
): Promise<Trained> {
  const job = await layerJob(layerCase, size, seed);
  const session = await runtime.start(job);
  const random = new Random(seed, 'order');
  const order = Int32Array.from({ length: size.rows }, (_, row) => row);
  const lossesOfEpochs: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    lossesOfEpochs.push(await session.epoch(random.shuffle(order), () => 0.003, always));
  }
  const weights = await session.weights();
  const outputs = await session.outputs(job.features, always);
  await session.close(weights);
  const names = job.network.weights.map(({ originalName }) => originalName);
  job.network.dispose();
  return {
    losses: lossesOfEpochs,
    weights: weights.map((values, index) => ({ name: names[index] ?? '', values })),
    outputs,
  };
}
