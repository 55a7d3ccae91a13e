import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { layerDefinitions, layerSchema, tableInputs } from '../../../src-main/contract/network';
import type { LayerKind, Network, NetworkContext } from '../../../src-main/contract/network';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { NetworkBuilder } from '../../../src-main/contract/network/presets/builder';
import type { NewLayer } from '../../../src-main/contract/network/presets/builder';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { assemble, build } from '../../../src-main/engine/model/build';
import { recipeOf } from '../train/tables';

beforeAll(startTensors);

/** A table of three columns, one of them ids; a text of 6 words, 8 steps of 3 channels, and a picture. */
const context: NetworkContext = {
  outputs: 3,
  inputs: {
    width: 3 + 6 + 24 + 72,
    parts: [
      ...tableInputs([
        { name: 'a', place: 0, width: 1, encoding: 'number' },
        { name: 'b', place: 1, width: 1, encoding: 'ids', categories: 5, embedding: 4 },
        { name: 'c', place: 2, width: 1, encoding: 'other' },
      ]).parts,
      {
        name: 'note',
        kind: 'tokens',
        stretches: [{ place: 3, width: 6 }],
        sizes: [6],
        columns: [],
        vocabulary: 20,
      },
      {
        name: 'pulse',
        kind: 'sequence',
        // In two pieces, as columns of a table may lie.
        stretches: [
          { place: 9, width: 12 },
          { place: 21, width: 12 },
        ],
        sizes: [8, 3],
        columns: [],
        vocabulary: 0,
      },
      {
        name: 'photo',
        kind: 'image',
        stretches: [{ place: 33, width: 72 }],
        sizes: [6, 6, 2],
        columns: [],
        vocabulary: 0,
      },
    ],
  },
};

const small = fc.integer({ min: 1, max: 5 });
const padding = fc.constantFrom('same' as const, 'valid' as const);
const activation = fc.constantFrom(
  'relu',
  'tanh',
  'gelu',
  'swish',
  'elu',
  'selu',
  'mish',
  'sigmoid',
  'softplus',
  'linear',
);
const window = { size: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 2 }), padding };
const mode = fc.constantFrom('max' as const, 'average' as const);
const recurrent = { units: small, sequences: fc.boolean(), bidirectional: fc.boolean() };

/** Settings of each kind that suit what it is connected to. */
const kinds: Record<
  Exclude<LayerKind, 'input' | 'output'>,
  { from: 'table' | 'note' | 'words' | 'pulse' | 'photo'; settings: Record<string, fc.Arbitrary<unknown>> }
> = {
  dense: { from: 'pulse', settings: { units: small, activation, bias: fc.boolean() } },
  activation: { from: 'table', settings: { activation } },
  leakyRelu: { from: 'table', settings: { slope: fc.constantFrom(0, 0.2) } },
  prelu: { from: 'table', settings: {} },
  dropout: { from: 'table', settings: { rate: fc.constantFrom(0, 0.3) } },
  gaussianNoise: { from: 'table', settings: { deviation: fc.constantFrom(0, 0.3) } },
  batchNormalization: { from: 'pulse', settings: {} },
  layerNormalization: { from: 'pulse', settings: {} },
  flatten: { from: 'photo', settings: {} },
  reshape: { from: 'pulse', settings: { sizes: fc.constantFrom([24], [4, 6], [2, 3, 4], [12, 2]) } },
  permute: { from: 'pulse', settings: { order: fc.constantFrom([1, 2], [2, 1]) } },
  repeatVector: { from: 'table', settings: { times: small } },
  concatenate: { from: 'pulse', settings: {} },
  add: { from: 'pulse', settings: {} },
  multiply: { from: 'pulse', settings: {} },
  embedding: { from: 'note', settings: { width: small, maskZero: fc.boolean() } },
  simpleRnn: { from: 'pulse', settings: recurrent },
  lstm: { from: 'pulse', settings: { ...recurrent, dropout: fc.constantFrom(0, 0.3) } },
  gru: { from: 'words', settings: { ...recurrent, dropout: fc.constantFrom(0, 0.3) } },
  conv1d: { from: 'pulse', settings: { filters: small, ...window, activation } },
  conv2d: { from: 'photo', settings: { filters: small, ...window, activation } },
  separableConv2d: { from: 'photo', settings: { filters: small, ...window } },
  depthwiseConv2d: { from: 'photo', settings: { ...window, activation } },
  pooling1d: { from: 'pulse', settings: { ...window, mode } },
  pooling2d: { from: 'photo', settings: { ...window, mode } },
  globalPooling: { from: 'photo', settings: { mode } },
  multiHeadAttention: { from: 'words', settings: { heads: small, keySize: small, causal: fc.boolean() } },
  positionalEncoding: { from: 'pulse', settings: {} },
  columnEmbedding: { from: 'table', settings: {} },
  binEmbedding: { from: 'table', settings: { width: small } },
  waveEmbedding: {
    from: 'table',
    settings: { waves: small, width: fc.integer({ min: 2, max: 4 }) },
  },
  columnScaling: { from: 'pulse', settings: { speed: fc.constantFrom(1, 6) } },
  scaledDense: { from: 'pulse', settings: { units: small } },
  memberScaling: { from: 'table', settings: { members: small, chunks: fc.constantFrom([], [1, 2], [7]) } },
};

/** One layer of the kind, and what makes a whole network of it. */
function networkWith(kind: LayerKind, from: string, settings: object): Network {
  const builder = new NetworkBuilder();
  const part = from === 'words' ? 'note' : from;
  let before = builder.add({ id: 'start', kind: 'input', part });
  if (from === 'words')
    before = builder.add({ id: 'vectors', kind: 'embedding', width: 3, inputs: [before] });
  const several = layerDefinitions[kind].takes === 'several';
  const layer: unknown = { id: 'tried', kind, inputs: several ? [before, before] : [before], ...settings };
  builder.add(layerSchema.parse(layer) satisfies NewLayer);
  return builder.finish(builder.add({ id: 'end', kind: 'flatten', inputs: ['tried'] }));
}

describe('each kind of layer has the sizes and parameters that are told of it', () => {
  it.each(Object.entries(kinds))('%s', (kind, { from, settings }) => {
    const name = layerSchema.options.map((option) => option.shape.kind.value).find((known) => known === kind);
    if (name === undefined) throw new Error(`no layer ${kind}`);
    fc.assert(
      fc.property(fc.record(settings), (chosen) => {
        const network = networkWith(name, from, chosen);
        const facts = inspectNetwork(network, context);
        expect(facts.problem).toBeNull();
        expect(facts.layers.flatMap(({ problem }) => problem ?? [])).toEqual([]);
        const made = assemble(network, context, 'test');
        try {
          for (const { layer, sizes, parameters } of facts.layers) {
            if (layer.kind === 'input') continue;
            const own = made.getLayer(layer.id);
            expect(own.outputShape, layer.id).toEqual([null, ...(sizes ?? [])]);
            expect(own.countParams(), layer.id).toBe(parameters);
          }
          expect(made.countParams()).toBe(facts.parameters);
          // What is told holds for real rows too, and a saved network is the same network.
          const rows = tf.zeros([2, context.inputs.width]);
          const [output, again] = tf.tidy(() => {
            const value = made.predict(rows);
            return [value, value].flat();
          });
          expect(output?.shape).toEqual([2, 3]);
          tf.dispose([rows, output, again]);
        } finally {
          made.dispose();
        }
      }),
      { numRuns: 8 },
    );
  });

  it('every kind is tried', () => {
    expect(Object.keys(kinds).sort()).toEqual(
      Object.keys(layerDefinitions)
        .filter((kind) => kind !== 'input' && kind !== 'output')
        .sort(),
    );
  });
});

test('parts of the matrix go to their own inputs, also in pieces, and a saved network reads them the same', async () => {
  const builder = new NetworkBuilder();
  for (const part of ['table', 'note', 'pulse', 'photo']) {
    builder.add({ id: `${part}In`, kind: 'input', part });
    builder.add({ id: `${part}Flat`, kind: 'flatten', inputs: [`${part}In`] });
  }
  builder.add({
    id: 'all',
    kind: 'concatenate',
    inputs: ['tableFlat', 'noteFlat', 'pulseFlat', 'photoFlat'],
  });
  const network = builder.finish('all');
  const made = assemble(network, context, 'test');
  const again = await models.modelFromJSON({
    modelTopology: JSON.parse(JSON.stringify(made.toJSON(undefined, false))),
  });
  const { width } = context.inputs;
  tf.tidy(() => {
    // The output reads each column once: with its number as weight, the whole is the sum of squares of places.
    const kernel = tf.tile(tf.reshape(tf.range(0, width), [width, 1]), [1, 3]);
    for (const one of [made, again]) one.setWeights([kernel, tf.zeros([3])]);
    const row = tf.reshape(tf.range(0, width), [1, width]);
    const sum = Array.from({ length: width }, (_, place) => place * place).reduce((a, b) => a + b, 0);
    for (const one of [made, again]) {
      const value = one.predict(row);
      if (!(value instanceof tf.Tensor)) throw new TypeError('several outputs');
      expect([...value.dataSync()]).toEqual([sum, sum, sum]);
    }
  });
  made.dispose();
  again.dispose();
});

describe('what is wrong is told at the layer where it is', () => {
  const problems = (layers: NewLayer[]): [string, string][] =>
    inspectNetwork({ layers: layers.map((layer) => layerSchema.parse(layer)) }, context).layers.flatMap(
      ({ layer, problem }) => (problem === null ? [] : [[layer.id, problem.message] as [string, string]]),
    );
  const start: NewLayer = { id: 'start', kind: 'input', part: 'photo' };

  test.each<[string, NewLayer[], string, RegExp]>([
    [
      'a picture into an LSTM',
      [start, { id: 'a', kind: 'lstm', inputs: ['start'] }],
      'a',
      /LSTM takes steps of channels/,
    ],
    [
      'an output over a picture',
      [start, { id: 'out', kind: 'output', inputs: ['start'] }],
      'out',
      /output takes a list/,
    ],
    ['a part that is not there', [{ id: 'a', kind: 'input', part: 'gone' }], 'a', /no input gone/],
    [
      'a window that does not fit',
      [start, { id: 'a', kind: 'conv2d', size: 9, padding: 'valid', inputs: ['start'] }],
      'a',
      /larger than/,
    ],
    [
      'sizes that hold other counts',
      [start, { id: 'a', kind: 'reshape', sizes: [7], inputs: ['start'] }],
      'a',
      /holds 7 values/,
    ],
    ['a layer without an input', [{ id: 'a', kind: 'dense', inputs: [] }], 'a', /not connected/],
    [
      'a sum of different sizes',
      [
        start,
        { id: 'b', kind: 'flatten', inputs: ['start'] },
        { id: 'a', kind: 'add', inputs: ['start', 'b'] },
      ],
      'a',
      /same sizes/,
    ],
    [
      'a layer that leads nowhere',
      [
        start,
        { id: 'a', kind: 'flatten', inputs: ['start'] },
        { id: 'b', kind: 'flatten', inputs: ['start'] },
        { id: 'out', kind: 'output', inputs: ['b'] },
      ],
      'a',
      /Nothing takes/,
    ],
  ])('%s', (_, layers, id, message) => {
    expect(problems(layers).find(([layer]) => layer === id)?.[1]).toMatch(message);
  });

  test.each<[string, NewLayer[], RegExp]>([
    [
      'a circle',
      [
        { id: 'a', kind: 'dense', inputs: ['b'] },
        { id: 'b', kind: 'dense', inputs: ['a'] },
      ],
      /circle/,
    ],
    ['two of one id', [start, start], /called start/],
    ['a layer that is not there', [{ id: 'a', kind: 'dense', inputs: ['gone'] }], /gone, which is not there/],
    ['no output', [start], /no output/],
  ])('%s', (_, layers, message) => {
    const facts = inspectNetwork({ layers: layers.map((layer) => layerSchema.parse(layer)) }, context);
    const told = [facts.problem, ...facts.layers.map(({ problem }) => problem)].map((one) => one?.message);
    expect(told).toContainEqual(expect.stringMatching(message));
    expect(() =>
      assemble({ layers: layers.map((layer) => layerSchema.parse(layer)) }, context, 'test'),
    ).toThrow(expect.objectContaining({ code: 'NETWORK_INVALID' }));
  });
});

test('a recipe holds a network of its own, and the same seed makes the same', () => {
  const network = networkWith('lstm', 'pulse', { units: 4 });
  const weights = (seed: number): number[] => {
    const made = build(recipeOf({ model: { preset: 'custom', network }, seed }), context);
    const values = made.getWeights().flatMap((weight) => [...weight.dataSync()]);
    made.dispose();
    return values;
  };
  expect(weights(1)).toEqual(weights(1));
  expect(weights(1)).not.toEqual(weights(2));
  expect(() => build(recipeOf({ model: { preset: 'custom' } }), context)).toThrow(
    expect.objectContaining({ code: 'NETWORK_INVALID' }),
  );
});
