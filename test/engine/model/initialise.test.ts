import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { initialise } from '../../../src-main/engine/model/initialise';
import { createLayer } from '../../../src-main/engine/model/layers';

beforeAll(startTensors);

const network = (): LayersModel =>
  sequential({
    layers: [
      layers.embedding({ name: 'words', inputDim: 50, outputDim: 32, inputLength: 6, inputShape: [6] }),
      createLayer({ kind: 'multiHeadAttention', name: 'attention', numHeads: 4, keyDim: 16 }),
      layers.layerNormalization({ name: 'normal' }),
      layers.lstm({ name: 'memory', units: 24, recurrentInitializer: 'zeros', unitForgetBias: true }),
      layers.batchNormalization({ name: 'batch' }),
      layers.dense({ name: 'hidden', units: 40 }),
      layers.dense({ name: 'output', units: 3 }),
    ],
  });

function weightsOf(seed: number): Map<string, Float32Array> {
  const made = network();
  initialise(made, 'relu', seed);
  const weights = made.weights.map((weight): [string, Float32Array] => [
    weight.originalName.split('/').slice(-3).join('/'),
    Float32Array.from(weight.read().dataSync()),
  ]);
  made.dispose();
  return new Map(weights);
}

const deviationOf = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

it('every kernel is drawn from the seed with the variance that its inputs ask for', () => {
  const weights = weightsOf(7);
  const deviations: [RegExp, number][] = [
    [/attention\/query\/kernel/, 1 / Math.sqrt(32)],
    [/attention\/value\/kernel/, 1 / Math.sqrt(32)],
    [/attention_output\/kernel/, 1 / Math.sqrt(64)],
    [/memory\/kernel/, Math.sqrt(2 / 32)],
    [/memory\/recurrent_kernel/, 1 / Math.sqrt(24)],
    [/hidden\/kernel/, Math.sqrt(2 / 24)],
    [/output\/kernel$/, 0.1 / Math.sqrt(40)],
  ];
  for (const [name, wanted] of deviations) {
    const found = [...weights].find(
      ([key]) => name.test(key) && (name.source !== 'output\\/kernel$' || key === 'output/kernel'),
    );
    expect(found, String(name)).toBeDefined();
    // Of a few hundred numbers: the deviation is known to some percent.
    expect(deviationOf(found?.[1] ?? new Float32Array(0)) / wanted).toBeCloseTo(1, 0.6);
  }
});

it('what is no kernel begins as its layer has it', () => {
  const weights = weightsOf(7);
  const named = (name: RegExp): number[] => [...([...weights].find(([key]) => name.test(key))?.[1] ?? [])];
  expect(new Set(named(/normal\/gamma/))).toEqual(new Set([1]));
  expect(new Set(named(/batch\/moving_variance/))).toEqual(new Set([1]));
  expect(new Set(named(/hidden\/bias/))).toEqual(new Set([0]));
  expect(new Set(named(/attention\/query\/bias/))).toEqual(new Set([0]));
  // The gate that forgets begins open.
  expect(named(/memory\/bias/).slice(24, 48)).toEqual(Array.from({ length: 24 }, () => 1));
});

it('the same seed gives the same bits, another one others', () => {
  expect(weightsOf(5)).toEqual(weightsOf(5));
  expect(weightsOf(5)).not.toEqual(weightsOf(6));
});
