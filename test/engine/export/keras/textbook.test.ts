import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layers } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { trainingSchema } from '../../../../src-main/contract/schemas/training';
import { importNetwork } from '../../../../src-main/engine/export/keras/import-network';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { lossOf } from '../../../../src-main/engine/learning/losses';
import { optimizerOf } from '../../../../src-main/engine/learning/optimizers';
import { TrainingStep } from '../../../../src-main/engine/learning/step';
import { Random } from '../../../../src-main/engine/random';
import { pythonWithKeras } from './python';
import { answersOf, inFolder, largestDifference, randomise, writeNetwork } from './support';

beforeAll(startTensors);

const columns = 10;
const settings = trainingSchema.parse({ epochs: 10, batchSize: 32 });

/** Dense 64 relu, 64 relu, 1; with or without the sigmoid that the loss applies itself. */
const network = (last: 'linear' | 'sigmoid'): LayersModel =>
  sequential({
    layers: [
      layers.dense({ units: 64, activation: 'relu', inputShape: [columns] }),
      layers.dense({ units: 64, activation: 'relu' }),
      layers.dense({ units: 1, activation: last }),
    ],
  });

/** Ten epochs of Adam on binary cross-entropy, in batches of 32. @returns the loss of each step. */
function train(logits: LayersModel, x: Float32Array, y: Float32Array): number[] {
  const loss = lossOf('cross-entropy', {
    options: settings.lossOptions,
    task: 'binary',
    target: y,
    classes: 2,
  });
  const { regularization } = settings;
  const step = new TrainingStep({
    network: logits,
    loss,
    optimizer: optimizerOf(settings),
    regularization,
    batchSize: 32,
  });
  let state: Record<string, Float32Array> = step.initialState();
  const losses: number[] = [];
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (let start = 0; start < y.length; start += 32) {
      const end = Math.min(start + 32, y.length);
      tf.tidy(() => {
        const given: tf.NamedTensorMap = {
          x: tf.tensor2d(x.slice(start * columns, end * columns), [end - start, columns]),
          y: tf.tensor2d(y.slice(start, end), [end - start, 1]),
        };
        for (const [name, values] of Object.entries(state)) given[name] = tf.tensor1d(values);
        const factors = step.factors(1e-3, losses.length + 1);
        for (const [name, value] of Object.entries(factors)) given[name] = tf.scalar(value);
        const next = step.run(given);
        losses.push(next['loss']?.dataSync()[0] ?? Number.NaN);
        state = Object.fromEntries(
          Object.keys(state).map((name) => [name, Float32Array.from(next[name]?.dataSync() ?? [])]),
        );
      });
    }
  }
  const weights = step.weightsOf(state);
  tf.tidy(() =>
    logits.setWeights(
      logits.weights.map(({ shape }, i) =>
        tf.tensor(
          weights[i] ?? [],
          shape.map((size) => size ?? 1),
        ),
      ),
    ),
  );
  return losses;
}

it('the textbook network, trained and saved as .h5, answers the same when it is loaded again', async () => {
  const random = new Random(7, 'textbook');
  const x = Float32Array.from({ length: 100 * columns }, () => random.normal());
  const y = Float32Array.from({ length: 100 }, () => random.below(2));
  const logits = network('linear');
  randomise(logits, 7);
  const losses = train(logits, x.slice(0, 90 * columns), y.slice(0, 90));
  expect(losses).toHaveLength(30);
  const meanOf = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  expect(meanOf(losses.slice(-3))).toBeLessThan(meanOf(losses.slice(0, 3)));
  const classifier = network('sigmoid');
  classifier.setWeights(logits.getWeights());
  const validation = x.slice(90 * columns);
  const expected = answersOf(classifier, validation);
  expect(Math.min(...expected)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...expected)).toBeLessThanOrEqual(1);

  await inFolder(async (folder) => {
    const path = await writeNetwork(classifier, 'h5', folder, 'textbook');
    const again = await importNetwork(path);
    expect(largestDifference(answersOf(again.network, validation), expected)).toBeLessThan(1e-6);
    expect(again.network.layers.map((layer) => layer.getClassName())).toEqual([
      'InputLayer',
      'Dense',
      'Dense',
      'Dense',
    ]);
    expect(again.network.countParams()).toBe(10 * 64 + 64 + 64 * 64 + 64 + 64 + 1);

    const python = pythonWithKeras();
    if (python === null) return;
    const cases = [
      { file: 'textbook.h5', rows: [...validation], shape: [10, columns], answers: [...expected] },
    ];
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    execFileSync(python, [join(import.meta.dirname, 'check_networks.py'), folder], { stdio: 'pipe' });
    const { results } = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as {
      results: { difference: number | null; error: string | null }[];
    };
    expect(results[0]?.error).toBeNull();
    expect(results[0]?.difference).toBeLessThan(1e-5);
  });
}, 120_000);
