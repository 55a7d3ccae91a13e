import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, layers as layerTypes } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../../src-main/contract/schemas/recipe';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime, TrainingJob } from '../../../src-main/engine/runtimes/runtime';
import { makeJob, relativeDifference } from './support';
import type { Trained } from './support';

beforeAll(startTensors);

type Layers = layerTypes.Layer[];
type Shape = [number, number, number] | [number, number];

/** The layers as a network on rows of numbers, which are images or series; its weights are of the seed. */
function networkOf(shape: Shape, parts: Layers, outputs: number): LayersModel {
  const width = shape.reduce((product, size) => product * size, 1);
  const network = sequential({
    layers: [
      layers.reshape({ targetShape: shape, inputShape: [width] }),
      ...parts,
      layers.dense({ units: outputs }),
    ],
  });
  const random = new Random(11, 'weights');
  tf.tidy(() => {
    network.setWeights(
      network.getWeights().map((weight) => {
        const inputs = weight.rank === 1 ? 50 : weight.size / (weight.shape.at(-1) ?? 1);
        const values = Float32Array.from({ length: weight.size }, () => random.normal() / Math.sqrt(inputs));
        return tf.tensor(values, weight.shape);
      }),
    );
  });
  return network;
}

async function jobOf(task: Task, shape: Shape, parts: Layers): Promise<TrainingJob> {
  const width = shape.reduce((product, size) => product * size, 1);
  const job = await makeJob({ task, rows: 160, width, batchSize: 16 });
  job.network.dispose();
  return { ...job, network: networkOf(shape, parts, task === 'multiclass' ? 4 : 1) };
}

/** 50 steps of a fresh network. */
async function train(runtime: Runtime, task: Task, shape: Shape, parts: Layers): Promise<Trained> {
  const job = await jobOf(task, shape, parts);
  const session = await runtime.start(job);
  const random = new Random(5, 'order');
  const order = Int32Array.from(job.target.keys());
  const losses: number[] = [];
  for (let epoch = 0; epoch < 5; epoch++) {
    losses.push(
      await session.epoch(
        random.shuffle(order),
        () => 0.003,
        async () => true,
      ),
    );
  }
  const weights = await session.weights();
  const outputs = await session.outputs(job.features, async () => true);
  await session.close(weights);
  job.network.dispose();
  return { losses, weights, outputs };
}

describe('networks over images and series agree with the reference after 50 steps', () => {
  const cases: [string, Task, Shape, () => Layers][] = [
    [
      'every kind of layer over images',
      'multiclass',
      [12, 10, 2],
      () => [
        layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.depthwiseConv2d({
          kernelSize: [2, 3],
          depthMultiplier: 2,
          padding: 'same',
          activation: 'tanh',
        }),
        layers.separableConv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
        layers.averagePooling2d({ poolSize: [2, 1], padding: 'same', strides: [1, 1] }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 10, activation: 'relu' }),
      ],
    ],
    [
      'convolution, relu and pooling twice',
      'binary',
      [9, 9, 1],
      () => [
        layers.conv2d({ filters: 8, kernelSize: 3 }),
        layers.activation({ activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2, strides: 2, padding: 'same' }),
        layers.conv2d({
          filters: 5,
          kernelSize: [3, 2],
          strides: [2, 1],
          padding: 'same',
          activation: 'relu',
        }),
        layers.maxPooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
        layers.flatten(),
        layers.dense({ units: 8, activation: 'relu' }),
      ],
    ],
    [
      'padding, enlarging and exchanged axes',
      'multiclass',
      [5, 7, 2],
      () => [
        layers.permute({ dims: [2, 1, 3] }),
        layers.zeroPadding2d({
          padding: [
            [1, 0],
            [0, 2],
          ],
        }),
        layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' }),
        layers.upSampling2d({ size: [2, 3] }),
        layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
        layers.globalMaxPooling2d({}),
        layers.repeatVector({ n: 6 }),
        layers.conv1d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.globalAveragePooling1d({}),
      ],
    ],
    [
      'channels first',
      'regression',
      [2, 6, 6],
      () => [
        layers.conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst' }),
        layers.flatten({ dataFormat: 'channelsFirst' }),
      ],
    ],
    [
      'series',
      'regression',
      [24, 3],
      () => [
        layers.conv1d({ filters: 8, kernelSize: 5, padding: 'same', activation: 'relu' }),
        layers.maxPooling1d({ poolSize: 2 }),
        layers.conv1d({ filters: 6, kernelSize: 1, activation: 'relu' }),
        layers.conv1d({ filters: 6, kernelSize: 3, strides: 2, activation: 'elu' }),
        layers.averagePooling1d({ poolSize: 3, strides: 1 }),
        layers.globalMaxPooling1d({}),
      ],
    ],
  ];
  test.each(cases)('%s', async (_name, task, shape, parts) => {
    const expected = await train(reference, task, shape, parts());
    const actual = await train(onnx, task, shape, parts());
    expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
    expected.weights.forEach((weight, index) => {
      expect(relativeDifference(actual.weights[index] ?? [], weight)).toBeLessThan(1e-4);
    });
  });
});

test.each<[string, Shape, () => layerTypes.Layer]>([
  ['side by side', [2, 4, 1], () => layers.maxPooling2d({ poolSize: 2 })],
  ['that overlap', [2, 4, 1], () => layers.maxPooling2d({ poolSize: 2, strides: 1 })],
  ['that overlap over a series', [1, 5, 1], () => layers.maxPooling2d({ poolSize: [1, 2], strides: [1, 1] })],
])('a loss that is not finite is told as it is, with windows %s', async (_name, shape, pooling) => {
  const job = await jobOf('regression', shape, [
    layers.conv2d({ filters: 1, kernelSize: 1 }),
    pooling(),
    layers.flatten(),
  ]);
  job.target[5] = Number.NaN;
  const session = await onnx.start({ ...job, batchSize: 1 });
  const order = Int32Array.from(job.target.keys());
  for (let epoch = 0; epoch < 2; epoch++) {
    const epochs = session.epoch(
      order,
      () => 0.003,
      async () => true,
    );
    await expect(epochs).rejects.toMatchObject({ loss: Number.NaN });
  }
  await session.close(null);
  job.network.dispose();
});
