import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { tableInputs } from '../../../../src-main/contract/network';
import type { NetworkContext, TableColumn } from '../../../../src-main/contract/network';
import { inspectNetwork } from '../../../../src-main/contract/network/inspect';
import { networkOf } from '../../../../src-main/contract/network/presets';
import { modelSchema } from '../../../../src-main/contract/schemas/model';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { variablesOf } from '../../../../src-main/engine/learning/flat';
import { assemble, build } from '../../../../src-main/engine/model/build';
import { BinEmbedding } from '../../../../src-main/engine/model/layers';
import { Random } from '../../../../src-main/engine/random';
import { recipeOf } from '../../train/tables';
import { expectGradients, tensorOf } from './gradients';

beforeAll(startTensors);

const columns: fc.Arbitrary<TableColumn[]> = fc
  .array(
    fc.oneof(
      fc.record({ encoding: fc.constant('bins' as const), width: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ encoding: fc.constant('other' as const), width: fc.integer({ min: 1, max: 3 }) }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) => {
    let place = 0;
    return drawn.map((column, index) => {
      place += column.width;
      return { ...column, name: `c${String(index)}`, place: place - column.width };
    });
  });

/** What a row of the embedding is, number by number. */
function embedded(row: number[], all: TableColumn[], width: number, weights: number[][]): number[] {
  const bins = all.filter(({ encoding }) => encoding === 'bins');
  const most = Math.max(0, ...bins.map((column) => column.width));
  const [weight = [], bias = [], kernel = []] = weights;
  const numbers = bins.flatMap((column, number) => {
    const own = row.slice(column.place, column.place + column.width);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const rank = (mean - 0.5) * Math.sqrt(12);
    return Array.from({ length: width }, (_, unit) => {
      const place = number * width + unit;
      const bends = own.reduce(
        (sum, value, bin) => sum + value * (kernel[(number * most + bin) * width + unit] ?? 0),
        0,
      );
      return rank * (weight[place] ?? 0) + (bias[place] ?? 0) + bends;
    });
  });
  const others = all.filter(({ encoding }) => encoding !== 'bins');
  return [...numbers, ...others.flatMap((column) => row.slice(column.place, column.place + column.width))];
}

test('bins become a line over the rank and bends, and other columns stay', () => {
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 4 }), fc.nat(), (all, width, seed) => {
      const random = new Random(seed, 'test');
      const total = all.reduce((sum, column) => sum + column.width, 0);
      const layer = new BinEmbedding({
        name: 'numbers',
        columns: all
          .filter(({ encoding }) => encoding === 'bins')
          .map(({ place, width: own }) => ({ place, width: own })),
        width,
      });
      tf.tidy(() => {
        const x = tensorOf(random, [3, total], 1);
        layer.build([null, total]);
        layer.setWeights(
          layer.weights.map(({ shape }) =>
            tensorOf(
              random,
              shape.map((size) => size ?? 1),
              1,
            ),
          ),
        );
        const made = layer.apply(x);
        if (!(made instanceof tf.Tensor)) throw new TypeError('no tensor');
        const weights = layer.getWeights().map((weight) => [...weight.dataSync()]);
        const values = [...x.dataSync()];
        const wanted = [0, 1, 2].flatMap((row) =>
          embedded(values.slice(row * total, (row + 1) * total), all, width, weights),
        );
        expect(made.shape).toEqual([3, wanted.length / 3]);
        expect(layer.computeOutputShape([null, total])).toEqual([null, wanted.length / 3]);
        made.dataSync().forEach((value, place) => expect(value).toBeCloseTo(wanted[place] ?? Number.NaN, 4));
      });
      layer.getWeights().forEach((weight) => weight.dispose());
    }),
    { numRuns: 30 },
  );
});

/** Two numbers as bins, ids of three categories that become two numbers, and a flag. */
const context = (outputs: number): NetworkContext => ({
  inputs: tableInputs([
    { name: 'a', place: 0, width: 4, encoding: 'bins' },
    { name: 'b', place: 4, width: 1, encoding: 'ids', categories: 3, embedding: 2 },
    { name: 'c', place: 5, width: 2, encoding: 'bins' },
    { name: 'c', place: 7, width: 1, encoding: 'other' },
  ]),
  outputs,
});

const model = modelSchema.parse({
  preset: 'tabm',
  hidden: [5, 4],
  dropout: 0,
  options: { members: 3, columnWidth: 2 },
});

const tabm = (outputs: number, seed = 1): LayersModel => build(recipeOf({ model, seed }), context(outputs));

const weightOf = (network: LayersModel, name: string): tf.Tensor => {
  const found = network.weights.find(({ originalName }) => originalName === name);
  if (found === undefined) throw new Error(`no weight ${name}`);
  return found.read();
};

describe('TabM', () => {
  it.each([1, 3])('is as many perceptrons as it has members, with %i outputs each', (outputs) => {
    const network = tabm(outputs);
    tf.tidy(() => {
      const random = new Random(3, 'rows');
      const rows = tensorOf(random, [6, 8], 1);
      const ids = tf.tensor2d([0, 1, 2, 0, 1, 2], [6, 1]);
      const x = tf.concat([tf.slice(rows, [0, 0], [-1, 4]), ids, tf.slice(rows, [0, 5], [-1, 3])], 1);
      // What goes into the members, from the network itself; what becomes of it there, by plain products.
      const before = new Map(network.layers.map((layer) => [layer.name, layer]));
      const embeddings = before.get('embedding')?.apply(x);
      const numbers = embeddings === undefined ? undefined : before.get('numbers')?.apply(embeddings);
      if (!(numbers instanceof tf.Tensor)) throw new TypeError('no numbers');
      const answers = network.predict(x);
      if (!(answers instanceof tf.Tensor)) throw new TypeError('no answers');
      expect(answers.shape).toEqual([6, 3 * outputs]);
      const scale = weightOf(network, 'members/scale');
      for (let member = 0; member < 3; member++) {
        let h: tf.Tensor = tf.mul(numbers, tf.slice(scale, [member, 0], [1, -1]));
        for (const layer of ['hidden1', 'hidden2']) {
          const product = tf.matMul(h, weightOf(network, `${layer}/kernel`));
          h = tf.relu(tf.add(product, weightOf(network, `${layer}/bias`)));
        }
        const kernel = tf.squeeze(tf.slice(weightOf(network, 'output/kernel'), member, 1), [0]);
        const bias = tf.reshape(tf.slice(weightOf(network, 'output/bias'), member, 1), [outputs]);
        const wanted = tf.add(tf.matMul(h, kernel), bias).dataSync();
        const own = tf.slice(answers, [0, member * outputs], [-1, outputs]).dataSync();
        own.forEach((value, place) => expect(value).toBeCloseTo(wanted[place] ?? Number.NaN, 4));
      }
    });
    network.dispose();
  });

  it('begins with one scale a column and member, without bends, and the same from a seed', () => {
    const [network, again, other] = [tabm(1, 5), tabm(1, 5), tabm(1, 6)];
    const scale = weightOf(network, 'members/scale');
    const values = [...scale.dataSync()];
    // Vectors of two numbers first, then what was learned of ids, then the flag.
    expect(scale.shape).toEqual([3, 7]);
    for (let member = 0; member < 3; member++) {
      const own = values.slice(7 * member, 7 * member + 7);
      expect(new Set(own).size).toBe(4);
      expect([own[1], own[3], own[5]]).toEqual([own[0], own[2], own[4]]);
    }
    expect([...weightOf(network, 'numbers/bins').dataSync()].every((value) => value === 0)).toBe(true);
    const all = (one: LayersModel): number[] => one.getWeights().flatMap((weight) => [...weight.dataSync()]);
    expect(all(again)).toEqual(all(network));
    expect(all(other)).not.toEqual(all(network));
    for (const one of [network, again, other]) one.dispose();
  });

  it('has the sizes that are told of it, and a saved one answers the same', async () => {
    const facts = inspectNetwork(networkOf(model, context(3)), context(3));
    const network = assemble(networkOf(model, context(3)), context(3), 'tabm');
    expect(network.countParams()).toBe(facts.parameters);
    expect(network.outputs[0]?.shape).toEqual([null, 9]);
    const again = await models.modelFromJSON({
      modelTopology: JSON.parse(JSON.stringify(network.toJSON(undefined, false))),
    });
    again.setWeights(network.getWeights());
    const x = tf.tensor2d([[0.2, 0.4, 0.1, 0.9, 2, 0.3, 0.7, 1]]);
    const [first, second] = [network, again].map((one) => {
      const value = one.predict(x);
      if (!(value instanceof tf.Tensor)) throw new TypeError('no answers');
      return [...value.dataSync()];
    });
    expect(second).toEqual(first);
    network.dispose();
    again.dispose();
  });
});

test('gradients of number vectors and members are those of differences', () => {
  // Without the kinks of ReLU, which differences stumble over.
  const smooth = { ...model, activation: 'tanh' as const };
  const network = build(recipeOf({ model: smooth }), context(1));
  const random = new Random(2, 'test');
  const ids = tf.tensor2d([0, 1, 2], [3, 1]);
  const x = tf.concat([tensorOf(random, [3, 4], 1), ids, tensorOf(random, [3, 3], 1)], 1);
  expectGradients([...variablesOf(network).trainable], () => {
    const answers = network.apply(x);
    if (!(answers instanceof tf.Tensor)) throw new TypeError('no answers');
    return tf.mean(tf.tanh(answers));
  });
  network.dispose();
});
