import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { plainInputs } from '../../../src-main/contract/network';
import { influentialFeatures } from '../../../src-main/engine/explain/influence';
import { effortFor, permutationImportance } from '../../../src-main/engine/explain/permutation';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import type { HostInputs } from '../../../src-main/engine/features/host';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { build } from '../../../src-main/engine/model/build';
import { Random } from '../../../src-main/engine/random';
import { recipeOf } from '../train/tables';

beforeAll(startTensors);

const number = (column: string) =>
  ({ column, kind: 'number', center: 0, scale: 1, median: 0, indicator: false }) as const;

/**
 * A network that computes 3 strong + 1 weak + 0 idle exactly: relu(x) - relu(-x) = x. Permuting x of independent
 * columns then adds w^2 E(x - x')^2 = 2 w^2 var(x) to the mean squared error, which was 0.
 */
function linearModel() {
  const fitted: Fitted = {
    formatVersion: 1,
    task: 'regression',
    features: [number('weak'), number('idle'), number('strong')],
    target: { kind: 'number', column: 'y', mean: 0, deviation: 1 },
  };
  const network = build(recipeOf({ model: { hidden: [6] } }), { inputs: plainInputs(3), outputs: 1 });
  tf.tidy(() => {
    const identity = tf.eye(3);
    network.setWeights([
      tf.concat([identity, tf.neg(identity)], 1),
      tf.zeros([6]),
      tf.tensor2d([1, 0, 3, -1, 0, -3], [6, 1]),
      tf.zeros([1]),
    ]);
  });
  return { fitted, network };
}

function rowsFor(count: number): { inputs: HostInputs; target: Float32Array } {
  const random = new Random(3, 'importance');
  const column = (): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  const [weak, idle, strong] = [column(), column(), column()];
  return {
    inputs: {
      'number:0': { dtype: 'float32', values: weak },
      'number:1': { dtype: 'float32', values: idle },
      'number:2': { dtype: 'float32', values: strong },
    },
    target: weak.map((x, row) => x + 3 * (strong[row] ?? 0)),
  };
}

const options = { seed: 1, repeats: 5, rows: 1000, columns: 100, pause: async () => undefined };

test('the increase is what theory says for a linear model, the largest first', async () => {
  const model = linearModel();
  const { inputs, target } = rowsFor(1000);
  const importance = await permutationImportance(model, inputs, target, options);
  expect(importance.map(({ column }) => column)).toEqual(['strong', 'weak', 'idle']);
  // RMSE of 2 w^2 var(x), var(x) = 1; a tenth of sampling error.
  expect(importance[0]?.increase).toBeCloseTo(3 * Math.SQRT2, 0);
  expect(Math.abs((importance[1]?.increase ?? 0) - Math.SQRT2)).toBeLessThan(0.1);
  expect(importance[2]).toEqual({ column: 'idle', increase: 0, deviation: 0 });
  expect(importance[0]?.deviation).toBeGreaterThan(0);
  model.network.dispose();
});

test('it is the same each time, whatever rows lack a target, and leaves no tensor behind', async () => {
  const model = linearModel();
  const { inputs, target } = rowsFor(300);
  target[7] = Number.NaN;
  const before = tf.memory().numTensors;
  const first = await permutationImportance(model, inputs, target, { ...options, rows: 100 });
  expect(await permutationImportance(model, inputs, target, { ...options, rows: 100 })).toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
  expect(await permutationImportance(model, inputs, target.fill(Number.NaN), options)).toEqual([]);
  model.network.dispose();
});

test('both parts of a moment are shuffled together', async () => {
  const fitted: Fitted = {
    formatVersion: 1,
    task: 'regression',
    features: [
      { column: 'time', kind: 'moment', parts: [], center: 0, scale: 1, median: 0, indicator: false },
    ],
    target: { kind: 'number', column: 'y', mean: 0, deviation: 1 },
  };
  const network = build(recipeOf({ model: { hidden: [1] } }), { inputs: plainInputs(1), outputs: 1 });
  tf.tidy(() => network.setWeights([tf.ones([1, 1]), tf.ones([1]), tf.ones([1, 1]), tf.zeros([1])]));
  // Days 0 and 1 at noon and at midnight: together only 0.5 and 1 occur, so answers are 1.5 and 2.
  const inputs: HostInputs = {
    'moment:0:days': { dtype: 'float32', values: Float32Array.of(0, 1, 0, 1) },
    'moment:0:second': { dtype: 'float32', values: Float32Array.of(43_200, 0, 43_200, 0) },
  };
  const target = Float32Array.of(1.5, 2, 1.5, 2);
  const [time] = await permutationImportance({ fitted, network }, inputs, target, {
    ...options,
    repeats: 20,
  });
  // Shuffled together, each row is off by 0 or 0.5; apart, some would be off by 1.
  expect(time?.increase).toBeGreaterThan(0);
  expect(time?.increase).toBeLessThanOrEqual(0.5);
  network.dispose();
});

test('of very many columns those with the largest weights are looked at', () => {
  const { fitted, network } = linearModel();
  tf.tidy(() => {
    const [, ...others] = network.getWeights();
    const kernel = tf.tensor2d(
      [0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.4, 0, 2, 0, 0, 0, 0].map((w) => -w),
      [3, 6],
    );
    network.setWeights([kernel, ...others]);
  });
  expect(influentialFeatures(fitted, network, 2)).toEqual([1, 2]);
  expect(influentialFeatures(fitted, network, 3)).toEqual([0, 1, 2]);
  network.dispose();
});

test('the work stays bounded, whatever the number of columns and weights', () => {
  expect(effortFor(7, 5000)).toEqual({ repeats: 5, columns: 100, rows: 1000 });
  expect(effortFor(60, 25_000)).toEqual({ repeats: 5, columns: 100, rows: 333 });
  expect(effortFor(10_000, 650_000)).toEqual({ repeats: 3, columns: 30, rows: 50 });
});

test('of many columns only so many are reported as asked for', async () => {
  const { fitted, network } = linearModel();
  const { inputs, target } = rowsFor(50);
  const importance = await permutationImportance({ fitted, network }, inputs, target, {
    ...options,
    columns: 1,
  });
  expect(importance).toHaveLength(1);
  network.dispose();
});
