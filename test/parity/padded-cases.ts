import { layers, sequential } from '@tensorflow/tfjs-layers';
import { MaskedAverage, createLayer } from '../../src-main/engine/model/layers';
import { attention, overSteps } from './layer-cases';
import type { LayerCase } from './layer-cases';

/** Layers that leave out padding, after layers that tell of it. */
export const paddedCases: Record<string, LayerCase> = {
  'attention over places of padded words, averaged': {
    width: 6,
    ids: 4,
    network: () =>
      sequential({
        layers: [
          layers.embedding({ inputDim: 4, outputDim: 4, inputLength: 6, inputShape: [6], maskZero: true }),
          createLayer({ kind: 'positionalEncoding', name: 'places' }),
          layers.layerNormalization(),
          attention(true)(),
          layers.dense({ units: 4, activation: 'gelu' }),
          attention(false)(),
          new MaskedAverage({ name: 'average' }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  'multiHeadAttention over masked steps, averaged': {
    ...overSteps(
      4,
      3,
      () => layers.masking({ maskValue: 0 }),
      attention(false),
      () => new MaskedAverage({ name: 'average' }),
    ),
    padded: 3,
  },
  'average of steps that are not all ones': {
    width: 8,
    ids: 2,
    network: () =>
      sequential({
        layers: [
          layers.reshape({ inputShape: [8], targetShape: [4, 2] }),
          layers.masking({ maskValue: 1 }),
          layers.dense({ units: 3, activation: 'tanh' }),
          new MaskedAverage({ name: 'average' }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  'average of all steps': overSteps(4, 3, () => new MaskedAverage({ name: 'average' })),
};
