import { input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor, layers as layerTypes } from '@tensorflow/tfjs-layers';
import { MaskedAverage, createLayer } from '../../src-main/engine/model/layers';

type Layer = layerTypes.Layer;

/** A small network of rows [batch, width] around the layer that is looked at. */
export interface LayerCase {
  /** Columns of a row. */
  width: number;
  network: () => LayersModel;
  /** Whether rows hold whole numbers below this, as ids do; otherwise standard normal ones. */
  ids?: number;
  /** So many columns one after the other are a step, and every fourth step is zero, as padding is. */
  padded?: number;
}

/** The steps and features of a row, and the layers that follow; at the end one number a row. */
export const overSteps = (steps: number, features: number, ...inner: (() => Layer)[]): LayerCase => ({
  width: steps * features,
  network: () =>
    sequential({
      layers: [
        layers.reshape({ inputShape: [steps * features], targetShape: [steps, features] }),
        ...inner.map((make) => make()),
        layers.dense({ units: 1 }),
      ],
    }),
});

export const overColumns = (width: number, ...inner: (() => Layer)[]): LayerCase => ({
  width,
  network: () =>
    sequential({
      layers: [
        layers.dense({ units: 6, inputShape: [width], activation: 'tanh' }),
        ...inner.map((make) => make()),
        layers.dense({ units: 1 }),
      ],
    }),
});

/** The default, orthogonal, needs operations as methods of tensors, which are not registered here. */
const plain = { recurrentInitializer: 'glorotNormal' } as const;

const flatten = (): Layer => layers.flatten();

export const attention = (useCausalMask: boolean) => (): Layer =>
  createLayer({ kind: 'multiHeadAttention', numHeads: 2, keyDim: 3, valueDim: 2, useCausalMask });

/** Two branches of the same columns, put together. */
export const merged = (merge: () => Layer): LayerCase => ({
  width: 4,
  network: () => {
    const columns = input({ shape: [4] });
    const branch = (activation: 'tanh' | 'sigmoid'): SymbolicTensor =>
      layers.dense({ units: 5, activation }).apply(columns) as SymbolicTensor;
    const together = merge().apply([branch('tanh'), branch('sigmoid')]) as SymbolicTensor;
    return model({ inputs: columns, outputs: layers.dense({ units: 1 }).apply(together) as SymbolicTensor });
  },
});

/**
 * Layers with weights that steps change without a gradient.
 */
export const movingCases: Record<string, LayerCase> = {
  batchNormalization: overColumns(4, () => layers.batchNormalization()),
  'batchNormalization of steps': overSteps(4, 3, () => layers.batchNormalization(), flatten),
};

/** Every layer of tfjs that works on columns or on steps, in a network that trains it. */
export const layerCases: Record<string, LayerCase> = {
  seededDropout: overColumns(5, () => createLayer({ kind: 'dropout', name: 'chance', rate: 0.4 })),
  seededGaussianNoise: overColumns(5, () =>
    createLayer({ kind: 'gaussianNoise', name: 'chance', deviation: 0.5 }),
  ),
  columnEmbedding: {
    width: 5,
    ids: 7,
    network: () =>
      sequential({
        layers: [
          createLayer({
            kind: 'columnEmbedding',
            name: 'embedding',
            width: 5,
            columns: [
              { place: 0, size: 7, width: 3 },
              { place: 3, size: 7, width: 1 },
            ],
          }),
          layers.dense({ units: 4, activation: 'tanh' }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  'waveEmbedding, scales and scaled dense': {
    width: 4,
    network: () =>
      sequential({
        layers: [
          layers.dense({ units: 4, inputShape: [4] }),
          createLayer({
            kind: 'waveEmbedding',
            name: 'waves',
            places: [0, 2],
            waves: 3,
            width: 3,
            spread: 0.1,
          }),
          createLayer({ kind: 'columnScaling', name: 'scales', speed: 6 }),
          createLayer({ kind: 'scaledDense', name: 'hidden', units: 5 }),
          layers.activation({ activation: 'mish' }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  'binEmbedding and members': {
    width: 7,
    network: () =>
      sequential({
        layers: [
          layers.dense({ units: 7, inputShape: [7] }),
          createLayer({
            kind: 'binEmbedding',
            name: 'numbers',
            columns: [
              { place: 0, width: 3 },
              { place: 4, width: 2 },
            ],
            width: 2,
          }),
          createLayer({ kind: 'memberScaling', name: 'members', members: 3, chunks: [2, 2, 2] }),
          layers.dense({ units: 4, activation: 'tanh' }),
          createLayer({ kind: 'memberOutput', name: 'answers', units: 2 }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  embedding: {
    width: 5,
    ids: 7,
    network: () =>
      sequential({
        layers: [
          layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5, inputShape: [5] }),
          layers.flatten(),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  simpleRNN: overSteps(5, 3, () => layers.simpleRNN({ ...plain, units: 4 })),
  'simpleRNN that returns sequences': overSteps(
    5,
    3,
    () => layers.simpleRNN({ ...plain, units: 4, returnSequences: true }),
    flatten,
  ),
  lstm: overSteps(5, 3, () => layers.lstm({ ...plain, units: 4 })),
  'lstm that returns sequences, backwards': overSteps(
    4,
    3,
    () => layers.lstm({ ...plain, units: 4, returnSequences: true, goBackwards: true }),
    () => layers.lstm({ ...plain, units: 3 }),
  ),
  'lstm of plain sigmoids': overSteps(4, 3, () =>
    layers.lstm({ ...plain, units: 4, recurrentActivation: 'sigmoid' }),
  ),
  gru: overSteps(5, 3, () => layers.gru({ ...plain, units: 4 })),
  'gru of plain sigmoids': overSteps(5, 3, () =>
    layers.gru({ ...plain, units: 4, recurrentActivation: 'sigmoid' }),
  ),
  'bidirectional lstm': overSteps(4, 3, () =>
    layers.bidirectional({
      layer: layers.lstm({ ...plain, units: 3, returnSequences: false }) as layerTypes.RNN,
      mergeMode: 'concat',
    }),
  ),
  'bidirectional gru summed': overSteps(
    4,
    3,
    () =>
      layers.bidirectional({
        layer: layers.gru({ ...plain, units: 3, returnSequences: true }) as layerTypes.RNN,
        mergeMode: 'sum',
      }),
    flatten,
  ),
  'variationalRecurrent lstm': overSteps(4, 3, () =>
    createLayer({
      kind: 'variational',
      name: 'kept',
      cell: 'lstm',
      units: 3,
      sequences: false,
      bidirectional: true,
      rate: 0.3,
    }),
  ),
  'variationalRecurrent gru over padding': {
    ...overSteps(
      4,
      3,
      () => layers.masking({ maskValue: 0 }),
      () =>
        createLayer({
          kind: 'variational',
          name: 'kept',
          cell: 'gru',
          units: 3,
          sequences: true,
          bidirectional: false,
          rate: 0.3,
        }),
      () => new MaskedAverage({ name: 'average' }),
    ),
    padded: 3,
  },
  layerNormalization: overColumns(4, () => layers.layerNormalization()),
  'layerNormalization of steps': overSteps(4, 3, () => layers.layerNormalization(), flatten),
  leakyReLU: overColumns(4, () => layers.leakyReLU({ alpha: 0.2 })),
  prelu: overColumns(4, () => layers.prelu({ alphaInitializer: 'randomNormal' })),
  elu: overColumns(4, () => layers.elu({ alpha: 1 })),
  reLU: overColumns(4, () => layers.reLU()),
  'reLU with a maximum': overColumns(4, () => layers.reLU({ maxValue: 0.4 })),
  softmax: overColumns(4, () => layers.softmax()),
  ...Object.fromEntries(
    (
      [
        'selu',
        'gelu',
        'gelu_new',
        'swish',
        'mish',
        'softplus',
        'softsign',
        'softmax',
        'sigmoid',
        'hardSigmoid',
        'tanh',
        'relu',
        'relu6',
        'elu',
        'linear',
      ] as const
    ).map((activation) => [
      `activation ${activation}`,
      overColumns(4, () => layers.activation({ activation })),
    ]),
  ),
  permute: overSteps(
    4,
    3,
    () => layers.permute({ dims: [2, 1] }),
    () => layers.simpleRNN({ ...plain, units: 3 }),
  ),
  repeatVector: overColumns(
    4,
    () => layers.repeatVector({ n: 3 }),
    () => layers.gru({ ...plain, units: 3 }),
  ),
  'timeDistributed dense': overSteps(
    4,
    3,
    () => layers.timeDistributed({ layer: layers.dense({ units: 2, activation: 'relu' }) }),
    flatten,
  ),
  'masking before lstm': {
    ...overSteps(
      4,
      3,
      () => layers.masking({ maskValue: 0 }),
      () => layers.lstm({ ...plain, units: 3 }),
    ),
    padded: 3,
  },
  'embedding that masks 0': {
    width: 5,
    ids: 3,
    network: () =>
      sequential({
        layers: [
          layers.embedding({ inputDim: 3, outputDim: 4, inputLength: 5, inputShape: [5], maskZero: true }),
          layers.gru({ ...plain, units: 3 }),
          layers.dense({ units: 1 }),
        ],
      }),
  },
  concatenate: merged(() => layers.concatenate()),
  add: merged(() => layers.add()),
  multiply: merged(() => layers.multiply()),
  average: merged(() => layers.average()),
  maximum: merged(() => layers.maximum()),
  minimum: merged(() => layers.minimum()),
  dot: merged(() => layers.dot({ axes: -1 })),
  multiHeadAttention: overSteps(4, 3, attention(false), flatten),
  positionalEncoding: overSteps(
    4,
    3,
    () => createLayer({ kind: 'positionalEncoding', name: 'places' }),
    flatten,
  ),
  'multiHeadAttention, causal, over places': overSteps(
    5,
    4,
    () => createLayer({ kind: 'positionalEncoding', name: 'places' }),
    attention(true),
    attention(false),
    flatten,
  ),
  'multiHeadAttention over padding': {
    ...overSteps(
      4,
      3,
      () => layers.masking({ maskValue: 0 }),
      attention(false),
      () => layers.simpleRNN({ ...plain, units: 3 }),
    ),
    padded: 3,
  },
  'multiHeadAttention over places and layerNormalization': overSteps(
    4,
    6,
    () => createLayer({ kind: 'positionalEncoding', name: 'places' }),
    () => layers.layerNormalization(),
    attention(false),
    () => layers.dense({ units: 4, activation: 'gelu' }),
    () => layers.layerNormalization(),
    flatten,
  ),
  'dense over steps': overSteps(4, 3, () => layers.dense({ units: 2, activation: 'relu' }), flatten),
};

/** Layers that are tried with any sizes. */
export const sizedKinds = [
  'embedding',
  'simpleRNN',
  'lstm',
  'gru',
  'layerNormalization',
  'timeDistributed',
  'multiHeadAttention',
] as const;

export interface Sizes {
  steps: number;
  features: number;
  units: number;
}

export function sizedCase(kind: (typeof sizedKinds)[number], { steps, features, units }: Sizes): LayerCase {
  switch (kind) {
    case 'embedding':
      return {
        width: steps,
        ids: features,
        network: () =>
          sequential({
            layers: [
              layers.embedding({
                inputDim: features,
                outputDim: units,
                inputLength: steps,
                inputShape: [steps],
              }),
              layers.flatten(),
              layers.dense({ units: 1 }),
            ],
          }),
      };
    case 'simpleRNN':
      return overSteps(
        steps,
        features,
        () => layers.simpleRNN({ ...plain, units, returnSequences: true }),
        flatten,
      );
    case 'lstm':
      return overSteps(steps, features, () => layers.lstm({ ...plain, units }));
    case 'gru':
      return overSteps(steps, features, () => layers.gru({ ...plain, units }));
    case 'layerNormalization':
      return overSteps(steps, features + 1, () => layers.layerNormalization(), flatten);
    case 'multiHeadAttention':
      return overSteps(
        steps,
        features,
        () => createLayer({ kind: 'multiHeadAttention', numHeads: 1 + (units % 3), keyDim: units }),
        flatten,
      );
    case 'timeDistributed':
      return overSteps(
        steps,
        features,
        () => layers.timeDistributed({ layer: layers.dense({ units, activation: 'tanh' }) }),
        flatten,
      );
  }
}
