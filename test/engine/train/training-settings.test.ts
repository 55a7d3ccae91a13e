import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { predictRows } from '../../../src-main/engine/evaluate/predict';
import { hostInputs } from '../../../src-main/engine/features/host';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import { contextOf, prepareTable, recipeOf } from './tables';
import type { PreparedTable } from './tables';

beforeAll(startTensors);

type TrainingChanges = z.input<typeof trainingSchema>;

const recipe = (training: TrainingChanges, hidden = [16]): Recipe =>
  recipeOf({ model: { hidden }, training: trainingSchema.parse(training) });

function fit({ fitted, train, validation }: PreparedTable, made: Recipe) {
  return fitNetwork(
    {
      fitted,
      recipe: made,
      runtime: onnx,
      train,
      validation,
      score: validationScore,
      metrics: outputMetrics,
    },
    contextOf(),
  );
}

/** One column x in [-1, 1] and a number that is drawn around a rule of it. */
function numbers(rule: (x: number, random: Random) => number, rows = 600): PreparedTable {
  const random = new Random(11, 'numbers');
  return prepareTable(
    Array.from({ length: rows }, () => {
      const x = 2 * random.next() - 1;
      return { x: String(x), target: String(rule(x, random)) };
    }),
    'target',
    3,
  );
}

async function answers(
  table: PreparedTable,
  made: Recipe,
): Promise<{ x: number; answer: number; y: number }[]> {
  const { network } = await fit(table, made);
  const { test: held, fitted } = table;
  const scores = await predictRows(
    fitted,
    network,
    hostInputs(fitted, held),
    held.rows,
    async () => undefined,
  );
  network.dispose();
  const values = (name: string): Float32Array => {
    const column = held.columns.find((candidate) => candidate.name === name);
    return column?.kind === 'number' ? column.values : new Float32Array(0);
  };
  const [x, y] = [values('x'), values('target')];
  return Array.from(scores, (answer, row) => ({ x: x[row] ?? 0, answer, y: y[row] ?? 0 }));
}

test('a quantile is exceeded as often as it says', async () => {
  const table = numbers((x, random) => 50 + 20 * x + 5 * random.normal(), 3000);
  const rows = await answers(table, recipe({ loss: 'quantile', lossOptions: { quantile: 0.9 }, epochs: 60 }));
  const below = rows.filter(({ answer, y }) => y <= answer).length / rows.length;
  expect(below).toBeGreaterThan(0.86);
  expect(below).toBeLessThan(0.94);
});

test('counts are learned as rates, never below zero', async () => {
  const poisson = (rate: number, random: Random): number => {
    let count = 0;
    for (let left = Math.exp(-rate), product = random.next(); product > left; product *= random.next())
      count++;
    return count;
  };
  const table = numbers((x, random) => poisson(Math.exp(1 + x), random), 4000);
  const { target } = table.fitted;
  if (target.kind !== 'number') throw new Error('a number was expected');
  const counts: PreparedTable = {
    ...table,
    fitted: { ...table.fitted, target: { ...target, mean: 0, deviation: target.mean, link: 'log' } },
  };
  const rows = await answers(counts, recipe({ loss: 'poisson', epochs: 60 }));
  for (const { x, answer } of rows) {
    expect(answer).toBeGreaterThan(0);
    expect(Math.abs(answer / Math.exp(1 + x) - 1)).toBeLessThan(0.25);
  }
});

test('extreme rows pull the mean, and hardly the median or Huber', async () => {
  const table = numbers((x, random) => (random.next() < 0.08 ? 1000 : 10 * x), 1500);
  const errorOf = async (loss: 'mean-squared-error' | 'mean-absolute-error' | 'huber'): Promise<number> => {
    const rows = await answers(table, recipe({ loss, lossOptions: { delta: 0.05 }, epochs: 80 }));
    return rows.reduce((sum, { x, answer }) => sum + Math.abs(answer - 10 * x), 0) / rows.length;
  };
  const squared = await errorOf('mean-squared-error');
  expect(await errorOf('mean-absolute-error')).toBeLessThan(squared / 4);
  expect(await errorOf('huber')).toBeLessThan(squared / 2);
});

describe('training ends', () => {
  const classes = (): PreparedTable => {
    const random = new Random(5, 'classes');
    return prepareTable(
      Array.from({ length: 500 }, () => {
        const x = random.normal();
        return { x: String(x), target: x + 0.3 * random.normal() > 0 ? 'yes' : 'no' };
      }),
      'target',
      3,
    );
  };

  test('when what is watched is good enough', async () => {
    const { network, history, stopReason, bestEpoch } = await fit(
      classes(),
      recipe({ stopping: { monitor: 'accuracy', target: 0.8 }, epochs: 100 }),
    );
    network.dispose();
    expect(stopReason).toBe('target');
    expect(history.at(-1)?.watched).toBeGreaterThanOrEqual(0.8);
    expect(history.slice(0, -1).every(({ watched }) => (watched ?? 1) < 0.8)).toBe(true);
    expect(bestEpoch).toBe(history.length);
  });

  test('by patience on the score that is watched', async () => {
    const { network, history, stopReason, bestEpoch } = await fit(
      classes(),
      recipe({ stopping: { monitor: 'roc_auc' }, patience: 5, epochs: 400 }),
    );
    network.dispose();
    expect(stopReason).toBe('patience');
    const watched = history.map((point) => point.watched ?? 0);
    expect(watched.indexOf(Math.max(...watched)) + 1).toBe(bestEpoch);
  });

  test('when the time is over, with what is best so far', async () => {
    const { network, history, stopReason } = await fit(
      classes(),
      recipe({ stopping: { minutes: 0.01 }, patience: 10_000, epochs: 100_000 }),
    );
    network.dispose();
    expect(stopReason).toBe('time');
    expect(history.length).toBeGreaterThan(0);
  });

  test('when all epochs are done, the rate having followed its schedule', async () => {
    const { network, history, stopReason } = await fit(
      classes(),
      recipe({
        learningRate: 0.01,
        schedule: { kind: 'step', everyEpochs: 2, factor: 0.1 },
        patience: 100,
        epochs: 6,
      }),
    );
    network.dispose();
    expect(stopReason).toBe('epochs');
    const rates = history.map(({ learningRate }) => learningRate ?? 0);
    [0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001].forEach((rate, index) =>
      expect(rates[index]).toBeCloseTo(rate, 9),
    );
  });

  test('a plateau lowers the rate', async () => {
    const { network, history } = await fit(
      classes(),
      recipe({ schedule: { kind: 'plateau', everyEpochs: 2, factor: 0.5 }, patience: 30, epochs: 60 }),
    );
    network.dispose();
    const rates = history.map(({ learningRate }) => learningRate ?? 0);
    expect(rates[0]).toBeCloseTo(0.003, 9);
    expect(rates.at(-1)).toBeLessThan(0.003);
    for (let i = 1; i < rates.length; i++) expect(rates[i]).toBeLessThanOrEqual(rates[i - 1] ?? 0);
  });
});

describe('a loss that breaks', () => {
  test('names the column whose value is out of range', async () => {
    const table = numbers((x) => x);
    const column = table.train.columns.find(({ name }) => name === 'target');
    if (column?.kind === 'number') column.values[7] = 1e38;
    await expect(fit(table, recipe({}))).rejects.toMatchObject({
      code: 'LOSS_NOT_FINITE',
      message: expect.stringMatching(
        /step \d+ of epoch 1, because the column to predict, target,/,
      ) as unknown,
    });
  });

  test('names the layer that overflowed, and keeps the model that was good before', async () => {
    const table = numbers((x, random) => x + 0.1 * random.normal());
    // Without momentum and with a rate that rises: the first epochs are good, then the weights run away.
    const training = {
      optimizer: 'sgd',
      momentum: 0,
      learningRate: 10,
      schedule: { kind: 'constant', warmUpEpochs: 400 },
      patience: 500,
      epochs: 500,
    } as const;
    const { network, history, stopReason, warnings, bestEpoch } = await fit(
      table,
      recipe(training, [32, 32, 32]),
    );
    expect(stopReason).toBe('not-finite');
    expect(history.length).toBeGreaterThan(0);
    expect(warnings).toMatchObject([
      {
        code: 'LOSS_NOT_FINITE',
        message: expect.stringMatching(
          new RegExp(`step \\d+ of epoch ${history.length + 1}, because .*weights of epoch ${bestEpoch}`),
        ) as unknown,
      },
    ]);
    for (const weight of network.getWeights()) {
      for (const value of weight.dataSync()) expect(Number.isFinite(value)).toBe(true);
    }
    network.dispose();
  });
});

test('a loss of numbers does not suit classes', async () => {
  const table = prepareTable(
    Array.from({ length: 60 }, (_, row) => ({ x: String(row), target: row % 2 === 0 ? 'a' : 'b' })),
    'target',
    1,
  );
  await expect(fit(table, recipe({ loss: 'huber' }))).rejects.toMatchObject({
    code: 'LOSS_UNSUITABLE',
    received: 'huber',
  });
  await expect(fit(table, recipe({ stopping: { monitor: 'rmse' } }))).rejects.toMatchObject({
    code: 'LOSS_UNSUITABLE',
    received: 'rmse',
  });
});
