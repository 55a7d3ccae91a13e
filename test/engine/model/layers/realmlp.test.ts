import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { tableInputs } from '../../../../src-main/contract/network';
import type { NetworkContext } from '../../../../src-main/contract/network';
import { inspectNetwork } from '../../../../src-main/contract/network/inspect';
import { networkOf } from '../../../../src-main/contract/network/presets';
import { rateFactor } from '../../../../src-main/contract/planning';
import { modelSchema } from '../../../../src-main/contract/schemas/model';
import { scheduleSchema } from '../../../../src-main/contract/schemas/training';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { variablesOf } from '../../../../src-main/engine/learning/flat';
import { build } from '../../../../src-main/engine/model/build';
import { Random } from '../../../../src-main/engine/random';
import { recipeOf } from '../../train/tables';
import { expectGradients, tensorOf } from './gradients';

beforeAll(startTensors);

/** Two numbers with a category of two flags between them. */
const context: NetworkContext = {
  inputs: tableInputs([
    { name: 'a', place: 0, width: 1, encoding: 'number' },
    { name: 'b', place: 1, width: 2, encoding: 'other' },
    { name: 'c', place: 3, width: 1, encoding: 'number' },
  ]),
  outputs: 2,
};
const model = modelSchema.parse({ preset: 'realmlp', hidden: [5, 4], activation: 'mish', dropout: 0 });
const realmlp = (seed = 1): LayersModel => build(recipeOf({ model, seed }), context);

const valuesOf = (network: LayersModel, name: string): number[] => {
  const found = network.weights.find(({ originalName }) => originalName === name);
  if (found === undefined) throw new Error(`no weight ${name}`);
  return [...found.read().dataSync()];
};

/** Rows of a list that has so many numbers each. */
const at = (list: number[], ...places: [place: number, size: number][]): number =>
  list[places.reduce((sum, [place, size]) => sum * size + place, 0)] ?? Number.NaN;

const mish = (x: number): number => x * Math.tanh(Math.log1p(Math.exp(x)));

/** The whole network for one row, number by number. */
function answer(network: LayersModel, row: number[]): number[] {
  const [f, c, a, d] = ['frequencies', 'phase_bias', 'amplitudes', 'bias'].map((name) =>
    valuesOf(network, `waves/${name}`),
  );
  if (f === undefined || c === undefined || a === undefined || d === undefined) throw new Error('no waves');
  const beside = [row[0] ?? 0, row[3] ?? 0].flatMap((x, number) =>
    [0, 1, 2].map((unit) => {
      let sum = 0.1 * at(d, [number, 2], [unit, 3]);
      for (let wave = 0; wave < 16; wave++) {
        const place: [number, number][] = [
          [number, 2],
          [wave, 16],
        ];
        const angle = 2 * Math.PI * x * 0.1 * at(f, ...place) + 0.1 * at(c, ...place);
        sum += 0.1 * at(a, ...place, [unit, 3]) * Math.cos(angle);
      }
      return sum;
    }),
  );
  const scales = valuesOf(network, 'scales/scale');
  let values = [...row, ...beside].map((value, place) => value * 6 * (scales[place] ?? 0));
  for (const [name, units] of [
    ['hidden1', 5],
    ['hidden2', 4],
  ] as const) {
    const kernel = valuesOf(network, `${name}/kernel`);
    const bias = valuesOf(network, `${name}/bias`);
    const given = values;
    values = Array.from({ length: units }, (_, unit) => {
      const sum = given.reduce((all, value, place) => all + value * at(kernel, [place, 0], [unit, units]), 0);
      return mish(sum / Math.sqrt(given.length) + 0.1 * (bias[unit] ?? 0));
    });
  }
  const kernel = valuesOf(network, 'output/kernel');
  return [0, 1].map((unit) =>
    values.reduce((all, value, place) => all + value * at(kernel, [place, 0], [unit, 2]), 0),
  );
}

describe('RealMLP', () => {
  it('is what its formulas say', async () => {
    const network = realmlp();
    const rows = [
      [0.3, 1, 0, -1.2],
      [-2.5, 0, 1, 0.4],
    ];
    const again = await models.modelFromJSON({
      modelTopology: JSON.parse(JSON.stringify(network.toJSON(undefined, false))),
    });
    again.setWeights(network.getWeights());
    tf.tidy(() => {
      for (const one of [network, again]) {
        const output = one.predict(tf.tensor2d(rows));
        if (!(output instanceof tf.Tensor)) throw new TypeError('no answers');
        const wanted = rows.flatMap((row) => answer(network, row));
        output
          .dataSync()
          .forEach((value, place) => expect(value).toBeCloseTo(wanted[place] ?? Number.NaN, 4));
      }
    });
    expect(network.countParams()).toBe(inspectNetwork(networkOf(model, context), context).parameters);
    network.dispose();
    again.dispose();
  });

  it('begins with scales of 1, weights of deviation 1 and the same from a seed', () => {
    const wide = build(recipeOf({ model: { ...model, hidden: [400] }, seed: 3 }), context);
    expect(valuesOf(wide, 'scales/scale').every((scale) => Math.abs(6 * scale - 1) < 1e-6)).toBe(true);
    const deviation = (list: number[]): number =>
      Math.sqrt(list.reduce((sum, value) => sum + value * value, 0) / list.length);
    expect(deviation(valuesOf(wide, 'hidden1/kernel'))).toBeCloseTo(1, 1);
    expect(deviation(valuesOf(wide, 'hidden1/bias')) / 10).toBeCloseTo(1, 0);
    const all = (one: LayersModel): number[] => one.getWeights().flatMap((weight) => [...weight.dataSync()]);
    const [one, same, other] = [realmlp(5), realmlp(5), realmlp(6)];
    expect(all(same)).toEqual(all(one));
    expect(all(other)).not.toEqual(all(one));
    for (const network of [wide, one, same, other]) network.dispose();
  });

  it('has the gradients of differences', () => {
    const network = realmlp();
    const x = tensorOf(new Random(4, 'rows'), [3, 4], 1);
    expectGradients([...variablesOf(network).trainable], () => {
      const answers = network.apply(x);
      if (!(answers instanceof tf.Tensor)) throw new TypeError('no answers');
      return tf.mean(tf.tanh(answers));
    });
    network.dispose();
  });
});

test('the rate goes in waves that end where the share is (2^k - 1) / 15', () => {
  const schedule = scheduleSchema.parse({ kind: 'cosine-log' });
  const at1500 = (epoch: number): number => rateFactor(schedule, epoch, 1500);
  for (const end of [0, 100, 300, 700, 1500]) expect(at1500(end)).toBeLessThan(1e-5);
  for (const wave of [0, 1, 2, 3]) expect(at1500(100 * (2 ** (wave + 0.5) - 1))).toBeCloseTo(1, 6);
});
