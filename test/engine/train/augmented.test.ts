import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { augmentationsSchema } from '../../../src-main/contract/schemas/augmentation';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import { writeFrame } from '../../../src-main/engine/data/frame';
import { preparedFiles, type TaskContext, type TrainOutcome } from '../../../src-main/engine/protocol';
import { takeBatches } from '../../../src-main/engine/runtimes/take-batches';
import { train } from '../../../src-main/engine/tasks/train';
import { batchAugmenter } from '../../../src-main/engine/augment/training';
import { FeatureMatrix } from '../../../src-main/engine/features/apply/matrix';
import { hostInputs } from '../../../src-main/engine/features/host';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { contextOf, prepareTable, readSample, recipeOf } from './tables';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strongroom-augment-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const penguins = prepareTable(readSample('penguins'), 'Species', 1);
const cars = prepareTable(readSample('cars', ['Name', 'Year']), 'Horsepower', 1);

const everything = augmentationsSchema.parse([
  { kind: 'smote', ratio: 0.9 },
  { kind: 'oversample' },
  { kind: 'noise', deviation: 0.1 },
  { kind: 'feature-dropout' },
  { kind: 'swap-noise' },
  { kind: 'mixup' },
]);
const ofBatches = everything.slice(2);

const recipe = (
  augmentation: Recipe['augmentation'],
  training: Partial<Recipe['training']> = {},
): Recipe => ({
  ...recipeOf({ model: { hidden: [8], dropout: 0.1 }, training: { epochs: 6, batchSize: 32, ...training } }),
  augmentation,
});

interface Ended {
  outcome: TrainOutcome;
  weights: string;
}

async function fit(
  chosen: Recipe,
  {
    table = penguins,
    context = contextOf(),
    resume = false,
    folder = 'a',
  }: {
    table?: typeof penguins;
    context?: TaskContext;
    resume?: boolean;
    folder?: string;
  } = {},
): Promise<Ended> {
  const own = join(directory, folder);
  if (!resume) {
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'features.json'), JSON.stringify(table.fitted));
    await writeFrame(join(own, preparedFiles.train), table.train);
    await writeFrame(join(own, preparedFiles.validation), table.validation);
    await writeFrame(join(own, preparedFiles.test), table.test);
  }
  const outcome = await train({ directory: own, recipe: chosen, resume, checkpointSeconds: 0 }, context);
  const bytes = await readFile(join(own, 'weights.bin'));
  return { outcome, weights: createHash('sha256').update(bytes).digest('hex') };
}

describe('training with augmentations', () => {
  test('the compiled steps and the reference see the same rows', async () => {
    const compiled = await fit(recipe(everything, { device: 'cpu' }), { folder: 'compiled' });
    const reference = await fit(recipe(everything, { device: 'reference' }), { folder: 'reference' });
    expect(compiled.outcome.runtime).toBe('onnx');
    compiled.outcome.history.forEach(({ trainLoss, validationLoss }, epoch) => {
      expect(trainLoss).toBeCloseTo(reference.outcome.history[epoch]?.trainLoss ?? Number.NaN, 4);
      expect(validationLoss).toBeCloseTo(reference.outcome.history[epoch]?.validationLoss ?? Number.NaN, 4);
    });
  });

  test.each(['cpu', 'reference'] as const)(
    'on %s, what was interrupted ends with the same bits',
    async (device) => {
      const whole = await fit(recipe(everything, { device }), { folder: 'whole' });
      const abort = new AbortController();
      const context = contextOf({
        signal: abort.signal,
        report: ({ fraction }) => {
          if ((fraction ?? 0) > 0.4) abort.abort();
        },
      });
      const chosen = recipe(everything, { device });
      await expect(fit(chosen, { folder: 'broken', context })).rejects.toMatchObject({ code: 'CANCELLED' });
      const again = await fit(chosen, { folder: 'broken', resume: true });
      expect(again.weights).toBe(whole.weights);
      expect(again.outcome.history).toEqual(whole.outcome.history);
    },
  );

  test('the same seed gives the same model, an augmentation that is off changes nothing', async () => {
    const once = await fit(recipe(everything, { device: 'reference' }));
    expect((await fit(recipe(everything, { device: 'reference' }), { folder: 'b' })).weights).toBe(
      once.weights,
    );
    const off = everything.map((one) => ({ ...one, on: false }));
    const plain = await fit(recipe([], { device: 'reference' }), { folder: 'c' });
    expect((await fit(recipe(off, { device: 'reference' }), { folder: 'd' })).weights).toBe(plain.weights);
    expect(plain.weights).not.toBe(once.weights);
  });

  test('validation and test rows are not touched: their files stay, and their numbers are those of the rows', async () => {
    const { outcome } = await fit(recipe(everything, { device: 'reference' }));
    expect(outcome.evaluation.rows).toBe(penguins.test.rows);
    const { confusion } = outcome.evaluation;
    expect(confusion?.flat().reduce((sum, count) => sum + count, 0)).toBe(penguins.test.rows);
    for (const part of ['validation', 'test'] as const) {
      const path = join(directory, 'expected.frame');
      await writeFrame(path, penguins[part]);
      expect(await readFile(join(directory, 'a', preparedFiles[part]))).toEqual(await readFile(path));
    }
  });

  test('numbers can be predicted with noise, dropout, swap noise and mixup, but classes cannot be evened out', async () => {
    const { outcome } = await fit(recipe(ofBatches, { epochs: 40 }), { table: cars });
    expect(outcome.metrics.test).toMatchObject({ r2: expect.any(Number) });
    await expect(fit(recipe(everything), { table: cars, folder: 'b' })).rejects.toMatchObject({
      code: 'AUGMENTATION_UNSUITABLE',
    });
  });

  test('with all of it, penguins are still told apart', async () => {
    const { outcome } = await fit(recipe(everything, { epochs: 60 }));
    expect(outcome.metrics.test).toMatchObject({
      accuracy: expect.toSatisfy((value: number) => value > 0.95),
    });
  });
});

test('batches are the same however many steps are taken at once', async () => {
  await startTensors();
  const { fitted, train: frame } = penguins;
  const features = await FeatureMatrix.make(
    fitted,
    hostInputs(fitted, frame),
    frame.rows,
    async () => undefined,
  );
  const augment = batchAugmenter(fitted, features, ofBatches, 3);
  if (augment === null) throw new Error('nothing changes the batches');
  expect(augment.targets).toBe(3);
  const target = new Float32Array(frame.rows).map((_, row) => row % 3);
  const job = { features, target, augment };
  const rows = new Int32Array(64).map((_, row) => (row * 7) % frame.rows);
  const all = takeBatches(job, rows, 16, 5);
  for (let step = 0; step < 4; step++) {
    const one = takeBatches(job, rows.subarray(step * 16, step * 16 + 16), 16, 5 + step);
    expect(one.x).toEqual(all.x.subarray(step * 16 * features.width, (step + 1) * 16 * features.width));
    expect(one.y).toEqual(all.y.subarray(step * 48, (step + 1) * 48));
  }
});
