import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { layers, models, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { MultiHeadAttention, createLayer } from '../../../../src-main/engine/model/layers';
import type { MultiHeadAttentionOptions } from '../../../../src-main/engine/model/layers/attention-options';
import { Random } from '../../../../src-main/engine/random';
import { expectGradients, tensorOf } from './gradients';

beforeAll(startTensors);

const listed = z.object({ shape: z.array(z.number()), values: z.array(z.number()) });
const fixture = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        config: z.object({
          numHeads: z.number(),
          keyDim: z.number(),
          valueDim: z.number().nullable(),
          useBias: z.boolean(),
          useCausalMask: z.boolean(),
        }),
        query: listed,
        value: listed.nullable(),
        masks: z.record(z.string(), listed),
        weights: z.array(listed.extend({ name: z.string() })),
        answer: listed,
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../fixtures/layers/attention.json'), 'utf8')),
  );

const asTensor = ({ shape, values }: z.infer<typeof listed>): tf.Tensor => tf.tensor(values, shape);

describe('attention answers as that of Keras, with the weights of Keras', () => {
  it.each(fixture.cases.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const layer = new MultiHeadAttention(entry.config);
    const query = asTensor(entry.query);
    const inputs = entry.value === null ? query : [query, asTensor(entry.value)];
    layer.build(Array.isArray(inputs) ? inputs.map(({ shape }) => shape) : inputs.shape);
    expect(layer.weights.map((weight) => weight.shape)).toEqual(entry.weights.map(({ shape }) => shape));
    for (const [index, { name }] of entry.weights.entries()) {
      expect(layer.weights[index]?.originalName.endsWith(name)).toBe(true);
    }
    layer.setWeights(entry.weights.map(asTensor));
    const { query_mask: ofQuery, value_mask: ofValue } = entry.masks;
    const masks =
      ofQuery === undefined || ofValue === undefined ? [] : [asTensor(ofQuery), asTensor(ofValue)];
    const mask = Array.isArray(inputs) ? masks : masks[0];
    const answer = layer.apply(inputs, mask === undefined || masks.length === 0 ? {} : { mask });
    if (!(answer instanceof tf.Tensor)) throw new TypeError('no tensor');
    expect(answer.shape).toEqual(entry.answer.shape);
    answer
      .dataSync()
      .forEach((value, index) => expect(value).toBeCloseTo(entry.answer.values[index] ?? 0, 4));
  });
});

const options: fc.Arbitrary<MultiHeadAttentionOptions> = fc.record({
  numHeads: fc.integer({ min: 1, max: 3 }),
  keyDim: fc.integer({ min: 1, max: 4 }),
  valueDim: fc.constantFrom(null, 1, 3),
  useBias: fc.boolean(),
  useCausalMask: fc.boolean(),
});
const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 1, max: 5 }),
  features: fc.integer({ min: 1, max: 4 }),
});

/** A built layer with random weights. */
function layerOf(given: MultiHeadAttentionOptions, shape: number[], random: Random): MultiHeadAttention {
  const layer = new MultiHeadAttention(given);
  layer.build(shape);
  layer.setWeights(layer.weights.map((weight) => tensorOf(random, weight.shape.map(Number), 0.7)));
  return layer;
}

function answerOf(layer: MultiHeadAttention, x: tf.Tensor, mask?: tf.Tensor): tf.Tensor {
  const answer = layer.apply(x, mask === undefined ? {} : { mask });
  if (!(answer instanceof tf.Tensor)) throw new TypeError('no tensor');
  return answer;
}

const seeds = fc.integer({ min: 1, max: 1e6 });
const runs = { numRuns: 20, seed: 20_261_124 };

describe('attention', () => {
  it('has the gradients that differences of its answers show', () => {
    fc.assert(
      fc.property(options, sizes, seeds, (given, { rows, steps, features }, seed) => {
        const random = new Random(seed);
        const layer = layerOf(given, [rows, steps, features], random);
        const x = tensorOf(random, [rows, steps, features], 1);
        const variables = layer.weights.map((weight) => weight.read() as tf.Variable);
        const factor = tensorOf(random, [rows, steps, features], 1);
        expectGradients(variables, () => tf.sum(tf.mul(answerOf(layer, x), factor)));
      }),
      runs,
    );
  });

  it('sees no later step when it is causal', () => {
    fc.assert(
      fc.property(options, sizes, seeds, (given, { rows, steps, features }, seed) => {
        const random = new Random(seed);
        const layer = layerOf({ ...given, useCausalMask: true }, [rows, steps, features], random);
        const x = tensorOf(random, [rows, steps, features], 1);
        const last = steps - 1;
        const changed = tf.concat(
          [tf.slice(x, [0, 0, 0], [rows, last, features]), tensorOf(random, [rows, 1, features], 5)],
          1,
        );
        const before = (value: tf.Tensor): ArrayLike<number> =>
          tf.slice(answerOf(layer, value), [0, 0, 0], [rows, last, features]).dataSync();
        expect(before(changed)).toEqual(before(x));
      }),
      runs,
    );
  });

  it('does not see steps that are masked, nor the order of those it sees', () => {
    fc.assert(
      fc.property(options, sizes, seeds, (given, { rows, steps, features }, seed) => {
        const random = new Random(seed);
        const layer = layerOf({ ...given, useCausalMask: false }, [rows, steps, features], random);
        const x = tensorOf(random, [rows, steps, features], 1);
        const padding = tensorOf(random, [rows, 2, features], 5);
        const mask = tf.concat([tf.ones([rows, steps]), tf.zeros([rows, 2])], 1);
        const seen = tf.slice(
          answerOf(layer, tf.concat([x, padding], 1), mask),
          [0, 0, 0],
          [rows, steps, features],
        );
        const plain = answerOf(layer, x);
        const turned = tf.reverse(answerOf(layer, tf.reverse(x, 1)), 1);
        const expected = plain.dataSync();
        for (const other of [seen, turned]) {
          other.dataSync().forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? 0, 4));
        }
      }),
      runs,
    );
  });

  it('is the same after a network was written down and read back', async () => {
    const network = sequential({
      layers: [
        layers.reshape({ inputShape: [12], targetShape: [4, 3] }),
        createLayer({ kind: 'positionalEncoding', name: 'places', maxWavelength: 50 }),
        createLayer({
          kind: 'multiHeadAttention',
          name: 'attention',
          numHeads: 2,
          keyDim: 3,
          valueDim: 5,
          useBias: false,
          useCausalMask: true,
        }),
      ],
    });
    const topology: unknown = JSON.parse(JSON.stringify(network.toJSON(undefined, false)));
    expect(JSON.stringify(topology)).toContain('"num_heads":2');
    const again = await models.modelFromJSON({ modelTopology: topology as Record<string, never> });
    again.setWeights(network.getWeights());
    const x = tensorOf(new Random(4), [2, 12], 1);
    const answers = [network, again].map((each) => {
      const answer = each.apply(x);
      return answer instanceof tf.Tensor ? answer.dataSync() : null;
    });
    expect(answers[0]).toEqual(answers[1]);
    expect(again.layers.map((layer) => layer.getConfig())).toEqual(
      network.layers.map((layer) => layer.getConfig()),
    );
  });

  it('is the same after it was written down as the first layer', async () => {
    const network = sequential({
      layers: [
        createLayer({ kind: 'multiHeadAttention', numHeads: 1, keyDim: 2, inputShape: [3, 2] }),
        createLayer({ kind: 'positionalEncoding' }),
      ],
    });
    const topology = JSON.parse(JSON.stringify(network.toJSON(undefined, false))) as Record<string, never>;
    const again = await models.modelFromJSON({ modelTopology: topology });
    expect(again.inputs[0]?.shape).toEqual([null, 3, 2]);
    expect(again.layers.map((layer) => layer.getConfig())).toEqual(
      network.layers.map((layer) => layer.getConfig()),
    );
  });

  it.each([
    ['dropout', 0.5],
    ['outputShape', [7]],
    ['attentionAxes', [2]],
  ])('refuses the setting %s of a file, which would change its answers', (name, value) => {
    const config = { numHeads: 1, keyDim: 2, [name]: value };
    expect(() => new MultiHeadAttention(config)).toThrow(
      expect.objectContaining({ code: 'KERNEL_NOT_SUPPORTED' }),
    );
  });

  it('says what it takes', () => {
    const build = (): unknown =>
      sequential({
        layers: [
          layers.dense({ units: 3, inputShape: [2] }),
          createLayer({ kind: 'multiHeadAttention', numHeads: 1, keyDim: 2 }),
        ],
      });
    expect(build).toThrow(
      expect.objectContaining({ code: 'RECIPE_INVALID', expected: '[rows, steps, features]' }),
    );
  });
});
