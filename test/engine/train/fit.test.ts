import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import { mostProbable, predictRows } from '../../../src-main/engine/evaluate/predict';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { hostInputs } from '../../../src-main/engine/features/host';
import { hostTarget } from '../../../src-main/engine/features/host-target';
import { startTensors } from '../../../src-main/engine/features/tensors';
import type { EpochPoint } from '../../../src-main/contract/schemas/runs';
import type { TaskContext } from '../../../src-main/engine/protocol';
import { Random } from '../../../src-main/engine/random';
import { chooseRuntime } from '../../../src-main/engine/runtimes';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import { contextOf, prepareTable, recipeOf } from './tables';
import type { PreparedTable } from './tables';

beforeAll(startTensors);

/** Rows of two numbers and a colour; the kind follows from them, with some noise. */
function makeTable(kinds: string[] | null, rows = 500): PreparedTable {
  const random = new Random(4, 'table');
  const table = Array.from({ length: rows }, () => {
    const a = random.normal();
    const b = random.normal();
    const colour = ['red', 'green', 'blue'][random.below(3)] ?? '';
    const value = Math.sin(2 * a) + b * (colour === 'red' ? 1 : -1) + 0.1 * random.normal();
    const place = value < -0.7 ? 0 : value < 0.7 ? 1 : 2;
    const target =
      kinds === null ? String(100 + 20 * value) : (kinds[Math.min(place, kinds.length - 1)] ?? '');
    return { a: random.next() < 0.05 ? '' : String(a), b: String(b), colour, target };
  });
  return prepareTable(table, 'target', 2);
}

async function fit(table: PreparedTable, recipe: Recipe, context: TaskContext = contextOf()) {
  const { fitted, train, validation } = table;
  return fitNetwork(
    { fitted, recipe, runtime: reference, train, validation, score: validationScore, metrics: outputMetrics },
    context,
  );
}

/** Everything that a run leaves, as plain data. */
async function outcomeOf(table: PreparedTable, recipe: Recipe, context?: TaskContext) {
  const { network, history, bestEpoch } = await fit(table, recipe, context);
  const weights = network.getWeights().map((weight) => [...weight.dataSync()]);
  network.dispose();
  return { weights, history, bestEpoch };
}

const small = { hidden: [16, 16] };

describe.each([
  ['regression', null],
  ['binary', ['no', 'yes']],
  ['multiclass', ['low', 'middle', 'high']],
] as const)('%s', (task, kinds) => {
  const table = makeTable(kinds === null ? null : [...kinds]);

  test('learns what is there to learn', async () => {
    expect(table.fitted.task).toBe(task);
    const { network, history } = await fit(table, recipeOf({ model: small }));
    const best = Math.max(...history.map(({ validationScore: score }) => score));
    expect(best).toBeGreaterThan(0.75);
    expect(history[0]?.trainLoss).toBeGreaterThan(history.at(-1)?.trainLoss ?? Infinity);
    const scores = await predictRows(
      table.fitted,
      network,
      hostInputs(table.fitted, table.test),
      table.test.rows,
      async () => undefined,
    );
    const actual = hostTarget(table.fitted, table.test);
    if (kinds === null) {
      const error = actual.reduce((sum, y, row) => sum + Math.abs(y - (scores[row] ?? 0)), 0) / actual.length;
      expect(error).toBeLessThan(10);
    } else {
      const predicted = mostProbable(scores, kinds.length);
      const right = predicted.filter((index, row) => index === actual[row]).length;
      expect(right / actual.length).toBeGreaterThan(0.75);
    }
    network.dispose();
  });

  test('a seed gives the same bits again, another seed does not', async () => {
    const recipe = (seed: number): Recipe =>
      recipeOf({ seed, model: { ...small, dropout: 0.2 }, training: { epochs: 4 } });
    const first = await outcomeOf(table, recipe(1));
    expect(await outcomeOf(table, recipe(1))).toEqual(first);
    expect((await outcomeOf(table, recipe(2))).weights).not.toEqual(first.weights);
  });

  test('leaves no tensor behind, however many epochs', async () => {
    const before = tf.memory().numTensors;
    const counts = new Set<number>();
    const context = contextOf({
      stopRequested: () => {
        counts.add(tf.memory().numTensors);
        return false;
      },
    });
    await outcomeOf(table, recipeOf({ model: { ...small, dropout: 0.1 }, training: { epochs: 6 } }), context);
    expect(tf.memory().numTensors).toBe(before);
    // Adam makes its slots within the first step; from then on nothing grows.
    expect(counts.size).toBe(1);
  });
});

test('the weights kept are those of the best epoch', async () => {
  const table = makeTable(['low', 'middle', 'high'], 120);
  const training = { epochs: 60, patience: 8, learningRate: 0.03 };
  const full = await outcomeOf(table, recipeOf({ model: small, training }));
  expect(full.bestEpoch).toBeLessThan(full.history.length);
  const losses = full.history.map(({ validationLoss }) => validationLoss);
  expect(losses.indexOf(Math.min(...losses)) + 1).toBe(full.bestEpoch);
  const cut = await outcomeOf(
    table,
    recipeOf({ model: small, training: { ...training, epochs: full.bestEpoch } }),
  );
  expect(cut.weights).toEqual(full.weights);
});

test('every epoch is told once and in order, with device and runtime', async () => {
  const context = contextOf();
  const { history, bestEpoch } = await outcomeOf(
    makeTable(null),
    recipeOf({ model: small, training: { epochs: 12 } }),
    context,
  );
  expect(context.reports.flatMap(({ epochs }): EpochPoint[] => epochs ?? [])).toEqual(history);
  expect(history.map(({ epoch }) => epoch)).toEqual(history.map((_, i) => i + 1));
  expect(context.reports.at(-1)).toMatchObject({ device: 'cpu', runtime: 'reference', bestEpoch });
  expect(context.reports.at(-1)?.rowsPerSecond).toBeGreaterThan(0);
});

test('cancelling ends within the epoch and leaves nothing', async () => {
  const table = makeTable(null);
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 150);
  const recipe = recipeOf({ training: { epochs: 100_000, patience: 10_000 } });
  await expect(fit(table, recipe, contextOf({ signal: controller.signal }))).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('stopping keeps the best so far, even in the first epoch', async () => {
  let asked = 0;
  const context = contextOf({ stopRequested: () => ++asked > 2 });
  const { history, bestEpoch } = await outcomeOf(makeTable(null), recipeOf({ model: small }), context);
  expect(history).toHaveLength(1);
  expect(bestEpoch).toBe(1);
});

test('a loss that overflows says so and what to do', async () => {
  const recipe = recipeOf({ model: small, training: { learningRate: 10, epochs: 400, patience: 400 } });
  const table = makeTable(null);
  const target = table.train.columns.find(({ name }) => name === 'target');
  if (target?.kind === 'number') target.values[0] = 1e38;
  await expect(fit(table, recipe)).rejects.toMatchObject({
    code: 'LOSS_NOT_FINITE',
    next: expect.stringContaining('learning rate'),
  });
});

test('no row to learn from is an error before training', async () => {
  const table = makeTable(['no', 'yes']);
  const other = {
    ...table.fitted,
    target: { kind: 'classes' as const, column: 'target', classes: ['x', 'y'] },
  };
  await expect(fit({ ...table, fitted: other }, recipeOf({}))).rejects.toMatchObject({
    code: 'TOO_FEW_ROWS',
  });
});

test('devices that can not train here say why', () => {
  vi.stubEnv('STRONGROOM_ENGINES', '');
  for (const device of ['auto', 'cpu'] as const) expect(chooseRuntime(device).name).toBe('onnx');
  expect(chooseRuntime('reference').name).toBe('reference');
  for (const device of ['webgpu', 'tensorflow'] as const) {
    expect(() => chooseRuntime(device)).toThrow(
      expect.objectContaining({ code: 'DEVICE_NOT_AVAILABLE', received: device }),
    );
  }
});
