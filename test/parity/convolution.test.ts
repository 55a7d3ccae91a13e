import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import type { Fitted } from '../../src-main/engine/features/fitted';
import { startTensors } from '../../src-main/engine/features/tensors';
import { Random } from '../../src-main/engine/random';
import { exportAndVerify, randomFrame } from './support';

beforeAll(startTensors);

/** 48 pixels, a column each, and four classes. */
const pixels: Fitted = {
  formatVersion: 1,
  task: 'multiclass',
  features: Array.from({ length: 48 }, (_, index) => ({
    column: `pixel ${index}`,
    kind: 'number',
    center: 100,
    scale: 60,
    median: 90,
    indicator: false,
  })),
  target: { kind: 'classes', column: 'what', classes: ['a', 'b', 'c', 'd'] },
};

function networkOf(
  shape: [number, number, number] | [number, number],
  parts: ReturnType<typeof partsOf>,
): LayersModel {
  const network = sequential({
    layers: [layers.reshape({ targetShape: shape, inputShape: [48] }), ...parts, layers.dense({ units: 4 })],
  });
  const random = new Random(3, 'weights');
  tf.tidy(() => {
    network.setWeights(
      network.getWeights().map((weight) => {
        const inputs = weight.rank === 1 ? 4 : weight.size / (weight.shape.at(-1) ?? 1);
        const values = Float32Array.from({ length: weight.size }, () => random.normal() / Math.sqrt(inputs));
        return tf.tensor(values, weight.shape);
      }),
    );
  });
  return network;
}

const partsOf = (kind: 'images' | 'series') =>
  kind === 'images'
    ? [
        layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
        layers.separableConv2d({ filters: 6, kernelSize: 2, activation: 'elu' }),
        layers.upSampling2d({ size: [2, 2] }),
        layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.flatten(),
      ]
    : [
        layers.conv1d({ filters: 5, kernelSize: 3, dilationRate: 2, activation: 'sigmoid' }),
        layers.maxPooling1d({ poolSize: 3, strides: 2 }),
        layers.conv1d({ filters: 4, kernelSize: 2, padding: 'same', activation: 'relu' }),
        layers.globalAveragePooling1d({}),
      ];

test.each([
  ['images', [6, 8, 1]],
  ['series', [16, 3]],
] as const)(
  'an exported network over %s answers in ONNX Runtime as the application does',
  async (kind, shape) => {
    const network = networkOf([...shape], partsOf(kind));
    const { ordinary, hostile } = await exportAndVerify(pixels, network, randomFrame(pixels, 200, 7));
    expect(ordinary).toMatchObject({ passed: true, rows: 200, changedDecisions: 0 });
    expect(hostile).toMatchObject({ passed: true, changedDecisions: 0 });
    network.dispose();
  },
);
