import { beforeAll, describe, expect, test } from 'vitest';
import { weightBins } from '../../../src-main/contract/schemas/layers';
import type { LayerHistory } from '../../../src-main/contract/schemas/layers';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime, WatchedStep } from '../../../src-main/engine/runtimes/runtime';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import { makeJob } from '../runtimes/support';
import { contextOf, prepareTable, recipeOf } from './tables';

beforeAll(startTensors);

const always = async (): Promise<boolean> => true;
const copy = ({ before, after, gradient }: WatchedStep): WatchedStep => ({
  before: before.slice(),
  after: after.slice(),
  gradient: gradient.slice(),
});

/** One pass over the rows of a job. @returns the weights, and the last step where it is watched. */
async function pass(runtime: Runtime, rows: number, isWatched: boolean, rate = 0.05) {
  const job = await makeJob({
    task: 'binary',
    rows,
    batchSize: 32,
    model: { hidden: [12], dropout: 0.2 },
    training: { optimizer: 'sgd', momentum: 0, nesterov: false },
  });
  const session = await runtime.start(job);
  let watched: WatchedStep | undefined;
  const loss = await session.epoch(
    Int32Array.from({ length: rows }, (_, row) => row),
    () => rate,
    always,
    isWatched ? (step) => (watched = copy(step)) : undefined,
  );
  const weights = await session.weights();
  await session.close(null);
  return { loss, weights, watched };
}

describe.each<Runtime>([onnx, reference])('$name', (runtime) => {
  test.each([320, 333])('a step that is watched changes no bit: %i rows in batches of 32', async (rows) => {
    const plain = await pass(runtime, rows, false);
    const watched = await pass(runtime, rows, true);
    expect(watched.weights).toEqual(plain.weights);
    expect(watched.loss).toBeCloseTo(plain.loss, 6);
    expect(plain.watched).toBeUndefined();
  });

  test.each([320, 333])('plain descent goes down the gradient that is told: %i rows', async (rows) => {
    const rate = 0.5;
    const { watched } = await pass(runtime, rows, true, rate);
    if (watched === undefined) throw new Error('nothing was watched');
    const { before, after, gradient } = watched;
    expect(gradient.some((value) => value !== 0)).toBe(true);
    gradient.forEach((slope, place) => {
      expect(after[place]).toBeCloseTo((before[place] ?? 0) - rate * slope, 5);
    });
  });

  test('a pass that ends early is not watched', async () => {
    const job = await makeJob({ task: 'regression', rows: 320, batchSize: 32 });
    const session = await runtime.start(job);
    let isWatched = false;
    const order = Int32Array.from({ length: 320 }, (_, row) => row);
    await session.epoch(
      order,
      () => 0.01,
      async () => false,
      () => (isWatched = true),
    );
    await session.close(null);
    expect(isWatched).toBe(false);
  });
});

const table = (() => {
  const random = new Random(8, 'layers');
  return prepareTable(
    Array.from({ length: 500 }, () => {
      const x = random.normal();
      return { x: String(x), y: String(random.normal()), target: x > 0 ? 'yes' : 'no' };
    }),
    'target',
    4,
  );
})();

async function layersOn(
  runtime: Runtime,
  training: Parameters<typeof trainingSchema.parse>[0],
): Promise<LayerHistory> {
  const recipe = recipeOf({ model: { hidden: [16, 8] }, training: trainingSchema.parse(training) });
  const { network, layers } = await fitNetwork(
    {
      fitted: table.fitted,
      recipe,
      runtime,
      train: table.train,
      validation: table.validation,
      score: validationScore,
      metrics: outputMetrics,
    },
    contextOf(),
  );
  network.dispose();
  if (layers === null) throw new Error('no layer was looked at');
  return layers;
}

test('layers are read the same compiled and in plain tfjs', async () => {
  const training = { epochs: 6, patience: 100, optimizer: 'adam' };
  const [compiled, plain] = [await layersOn(onnx, training), await layersOn(reference, training)];
  expect(compiled.layers).toEqual(plain.layers);
  expect(compiled.layers.map(({ weights, units }) => [weights, units])).toEqual([
    [2 * 16 + 16, 16],
    [16 * 8 + 8, 8],
    [8 + 1, 1],
  ]);
  expect(compiled.readings.map(({ epoch }) => epoch)).toEqual(plain.readings.map(({ epoch }) => epoch));
  expect(compiled.readings.length).toBeGreaterThan(0);
  compiled.readings.forEach(({ layers }, reading) => {
    layers.forEach((layer, place) => {
      const other = plain.readings[reading]?.layers[place];
      for (const name of ['gradientNorm', 'weightNorm', 'updateRatio'] as const) {
        const expected = other?.[name] ?? Number.NaN;
        expect(Math.abs((layer[name] ?? Number.NaN) - expected)).toBeLessThan(
          2e-3 * Math.max(1e-3, expected),
        );
      }
      expect(layer.weights.reach).toBe(other?.weights.reach);
      expect(layer.weights.counts).toHaveLength(weightBins);
      const total = compiled.layers[place]?.weights;
      expect(layer.weights.counts.reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(layer.gradients.counts.reduce((sum, count) => sum + count, layer.gradients.zeros)).toBe(total);
    });
  });
});

test('units that a rate far too high has switched off are counted', async () => {
  const { layers, readings } = await layersOn(onnx, {
    epochs: 5,
    patience: 100,
    optimizer: 'sgd',
    momentum: 0,
    learningRate: 10,
    regularization: { clipValue: 100 },
  });
  const first = readings.at(-1)?.layers[0];
  expect(layers[0]?.units).toBe(16);
  expect(first?.silent).toBeGreaterThan(4);
});
