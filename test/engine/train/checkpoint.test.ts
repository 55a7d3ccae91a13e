import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime } from '../../../src-main/engine/runtimes/runtime';
import { CheckpointPace, readCheckpoint, writeCheckpoint } from '../../../src-main/engine/train/checkpoint';
import type { Checkpoint } from '../../../src-main/engine/train/checkpoint';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import type { TaskContext } from '../../../src-main/engine/protocol';
import { contextOf, prepareTable, recipeOf } from './tables';

beforeAll(startTensors);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const table = (() => {
  const random = new Random(5, 'checkpoints');
  return prepareTable(
    Array.from({ length: 400 }, () => {
      const x = random.normal();
      return {
        x: String(x),
        y: String(random.normal()),
        target: x + 0.4 * random.normal() > 0 ? 'yes' : 'no',
      };
    }),
    'target',
    3,
  );
})();

const recipe: Recipe = recipeOf({
  model: { hidden: [16], dropout: 0.2 },
  training: trainingSchema.parse({
    epochs: 12,
    patience: 100,
    optimizer: 'adamw',
    schedule: { kind: 'plateau', everyEpochs: 1 },
    stopping: { monitor: 'f1' },
  }),
});

/** Weights and history, after checkpoints at every epoch. */
async function outcome(runtime: Runtime, options: { resume: boolean; made?: Recipe; context?: TaskContext }) {
  const { network, history, bestEpoch } = await fitNetwork(
    {
      fitted: table.fitted,
      recipe: options.made ?? recipe,
      runtime,
      train: table.train,
      validation: table.validation,
      score: validationScore,
      metrics: outputMetrics,
      checkpoints: { path: join(folder, 'checkpoint.bin'), resume: options.resume, seconds: 0 },
    },
    options.context ?? contextOf(),
  );
  const weights = network.getWeights().map((weight) => [...weight.dataSync()]);
  network.dispose();
  return { history, bestEpoch, weights };
}

/** Cancels once so many epochs were told. */
function cancelledAfter(epochs: number): TaskContext {
  const controller = new AbortController();
  let told = 0;
  return contextOf({
    signal: controller.signal,
    stopRequested: () => {
      // Asked once an epoch, after it, and once a batch.
      told += 1;
      if (told >= epochs) controller.abort();
      return false;
    },
  });
}

describe.each<Runtime>([onnx, reference])('$name', (runtime) => {
  test.each([3, 9, 17, 23])('goes on after an end at moment %i to the same bits', async (moment) => {
    const whole = await outcome(runtime, { resume: false });
    await rm(join(folder, 'checkpoint.bin'), { force: true });
    await expect(outcome(runtime, { resume: false, context: cancelledAfter(moment) })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await outcome(runtime, { resume: true })).toEqual(whole);
  });
});

test('a checkpoint goes on elsewhere too', async () => {
  await expect(outcome(onnx, { resume: false, context: cancelledAfter(20) })).rejects.toThrow();
  const whole = await outcome(onnx, { resume: false });
  await expect(outcome(onnx, { resume: false, context: cancelledAfter(20) })).rejects.toThrow();
  const moved = await outcome(reference, { resume: true });
  expect(moved.history).toHaveLength(whole.history.length);
  moved.weights
    .flat()
    .forEach((value, index) => expect(value).toBeCloseTo(whole.weights.flat()[index] ?? 0, 3));
});

test('a checkpoint of another training, or a damaged one, is not used', async () => {
  const path = join(folder, 'checkpoint.bin');
  const whole = await outcome(onnx, { resume: false });
  const other = recipeOf({ ...recipe, seed: 99 });
  expect(await outcome(onnx, { resume: true, made: other })).toEqual(
    await outcome(onnx, { resume: false, made: other }),
  );
  await outcome(onnx, { resume: false });
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(path, bytes);
  expect(await outcome(onnx, { resume: true })).toEqual(whole);
  await writeFile(path, 'SRC1');
  expect(await outcome(onnx, { resume: true })).toEqual(whole);
  expect(await readdir(folder)).toEqual(['checkpoint.bin']);
});

test('what is written is read again', async () => {
  const path = join(folder, 'a');
  const checkpoint: Checkpoint = {
    history: [
      { epoch: 1, trainLoss: 0.5, validationLoss: 0.4, validationScore: 0.9, learningRate: 0.1, watched: 2 },
    ],
    layers: {
      formatVersion: 1,
      layers: [{ name: 'dense', kind: 'Dense', weights: 3, units: 1 }],
      every: 2,
      readings: [
        {
          epoch: 1,
          layers: [
            {
              gradientNorm: 1e-7,
              weightNorm: 2,
              updateRatio: null,
              silent: 0,
              weights: { reach: 2, counts: [1, 2] },
              gradients: { counts: [3, 0], zeros: 0 },
            },
          ],
        },
      ],
    },
    rateChanges: [{ epoch: 2, learningRate: 0.01, fold: 1 }],
    session: {
      state: { parameters: Float32Array.of(1, -2, 3e-30), first: Float32Array.of(0, 0.1, 5) },
      steps: 7,
      noise: { 'noise 2': [1, -5, 3, 2 ** 31 - 1] },
    },
    stopping: { bestEpoch: 1, bestValue: null, progressValue: 3, progressEpoch: 1 },
    bestWeights: [Float32Array.of(1), Float32Array.of(2, 3), new Float32Array(0)],
    plateau: { factor: 0.5, best: null, waited: 3 },
    seconds: 1.5,
    runtime: 'onnx',
    device: 'cpu',
  };
  await writeCheckpoint(path, 'key', checkpoint);
  expect(await readCheckpoint(path, 'key')).toEqual(checkpoint);
  expect(await readCheckpoint(path, 'another')).toBeNull();
  expect(await readCheckpoint(join(folder, 'none'), 'key')).toBeNull();
});

test('checkpoints keep to a twentieth of the time', () => {
  let now = 100;
  const pace = new CheckpointPace(1, () => now);
  expect(pace.isDue()).toBe(false);
  now += 1;
  expect(pace.isDue()).toBe(true);
  pace.took(0.5);
  now += 9.9;
  expect(pace.isDue()).toBe(false);
  now += 0.1;
  expect(pace.isDue()).toBe(true);
});

test('a pause holds on between two batches, and changes nothing', async () => {
  const whole = await outcome(onnx, { resume: false });
  let asked = 0;
  const context = contextOf({
    pauseRequested: () => {
      asked += 1;
      return asked > 4 && asked < 8;
    },
  });
  expect(await outcome(onnx, { resume: false, context })).toEqual(whole);
  expect(context.reports.map(({ paused }) => paused)).toContain(true);
  expect(context.reports.at(-1)?.paused).toBe(false);
});
