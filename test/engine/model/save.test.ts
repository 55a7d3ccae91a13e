import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { plainInputs } from '../../../src-main/contract/network';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { inputTensors, startTensors } from '../../../src-main/engine/features/tensors';
import { build } from '../../../src-main/engine/model/build';
import { networkContext } from '../../../src-main/engine/model/network-inputs';
import { loadModel } from '../../../src-main/engine/model/load';
import { forward } from '../../../src-main/engine/model/pipeline';
import { saveModel } from '../../../src-main/engine/model/save';

const fitted: Fitted = {
  formatVersion: 1,
  task: 'multiclass',
  features: [
    { column: 'size', kind: 'number', center: 2, scale: 3, median: 1, indicator: true },
    { column: 'colour', kind: 'category', vocabulary: ['', 'red', 'green'] },
    {
      column: 'day',
      kind: 'moment',
      parts: ['month-of-year', 'day-of-week', 'hour-of-day'],
      center: 19_000.5,
      scale: 365,
      median: 1.6e9,
      indicator: true,
    },
  ],
  target: { kind: 'classes', column: 'kind', classes: ['a', 'b', 'c'] },
};
const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: 'kind',
  model: { hidden: [7, 5], dropout: 0.2, activation: 'gelu' },
});

let directory = '';
beforeAll(startTensors);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strongroom-model-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function answers(model: { fitted: Fitted; network: Parameters<typeof forward>[1] }): Float32Array {
  return tf.tidy(() => {
    const inputs = inputTensors({
      'number:0': {
        dtype: 'float32',
        values: Float32Array.of(1, Number.NaN, 1e38, Number.NEGATIVE_INFINITY),
      },
      'category:1': { dtype: 'int32', values: Int32Array.of(0, 1, 2, 3) },
      'moment:2:days': { dtype: 'float32', values: Float32Array.of(0, 19_000, Number.NaN, 1e9) },
      'moment:2:second': { dtype: 'float32', values: Float32Array.of(0, 3600, Number.NaN, 86_399) },
    });
    return Float32Array.from(forward(model.fitted, model.network, inputs).score.dataSync());
  });
}

async function save(): Promise<Float32Array> {
  const network = build(recipe, networkContext(fitted));
  await writeFile(join(directory, 'features.json'), JSON.stringify(fitted));
  await saveModel(directory, fitted, network, [0.5, 0.25, 0.25]);
  const before = answers({ fitted, network });
  network.dispose();
  return before;
}

test('a model that is read back gives the same answers to the bit, and leaves no tensor behind', async () => {
  const count = tf.memory().numTensors;
  const before = await save();
  const model = await loadModel(directory);
  expect(answers(model)).toEqual(before);
  expect(before.every(Number.isFinite)).toBe(true);
  for (let row = 0; row < 4; row++) {
    expect(before.slice(3 * row, 3 * row + 3).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }
  expect(model.baseline).toEqual([0.5, 0.25, 0.25]);
  model.network.dispose();
  expect(tf.memory().numTensors).toBe(count);
});

test('the same seed gives the same weights, another seed gives others', () => {
  const weights = (seed: number): number[] => {
    const network = build({ ...recipe, seed }, { inputs: plainInputs(9), outputs: 3 });
    const values = network.getWeights().flatMap((weight) => [...weight.dataSync()]);
    network.dispose();
    return values;
  };
  expect(weights(5)).toEqual(weights(5));
  expect(weights(5)).not.toEqual(weights(6));
});

test('an empty folder has no model', async () => {
  await expect(loadModel(directory)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  await expect(loadModel(join(directory, 'nowhere'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test.each(['model.json', 'features.json', 'weights.bin'])('a damaged %s is found', async (file) => {
  await save();
  const path = join(directory, file);
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 5));
  await expect(loadModel(directory)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
});

test('one flipped bit in the weights is found', async () => {
  await save();
  const path = join(directory, 'weights.bin');
  const bytes = await readFile(path);
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await expect(loadModel(directory)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
});

test('features of another model are found', async () => {
  await save();
  const other = { ...fitted, target: { ...fitted.target, classes: ['x', 'y', 'z'] } };
  await writeFile(join(directory, 'features.json'), JSON.stringify(other));
  await expect(loadModel(directory)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
});

test.each(['features.json', 'weights.bin'])('a missing %s is a damaged model', async (file) => {
  await save();
  await rm(join(directory, file));
  await expect(loadModel(directory)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
});
