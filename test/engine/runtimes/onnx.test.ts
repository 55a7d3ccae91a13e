import { beforeAll, describe, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { learningCases } from './learning-cases';
import { relativeDifference, trainJob } from './support';
import type { JobOptions } from './support';

beforeAll(startTensors);

const tasks = ['regression', 'binary', 'multiclass'] as const;
const activations = ['relu', 'tanh', 'gelu', 'swish', 'elu'] as const;

describe('agrees with the reference after 50 steps', () => {
  /** 400 rows in batches of 32 are 13 steps an epoch, the last of 16 rows. */
  const cases: [string, JobOptions][] = [
    ...tasks.flatMap((task) =>
      activations.flatMap((activation) =>
        [0, 0.3].map((dropout): [string, JobOptions] => [
          `${task}, ${activation}, dropout ${dropout}`,
          { task, model: { activation, dropout } },
        ]),
      ),
    ),
    ['one row a step', { task: 'binary', rows: 12, batchSize: 1 }],
    ['one column and one unit', { task: 'regression', width: 1, model: { hidden: [1] } }],
    ['many columns', { task: 'multiclass', width: 120, classes: 30, model: { hidden: [40, 7, 65] } }],
    ['six layers', { task: 'binary', model: { hidden: [8, 8, 8, 8, 8, 8], dropout: 0.1 } }],
  ];
  test.each(cases)('%s', async (_name, options) => {
    const expected = await trainJob(reference, options, 5);
    const actual = await trainJob(onnx, options, 5);
    expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
    expected.weights.forEach((weight, index) => {
      expect(relativeDifference(actual.weights[index] ?? [], weight)).toBeLessThan(1e-4);
    });
  });
});

describe('every loss, optimizer and regularization agrees with the reference after 50 steps', () => {
  test.each(learningCases)('%s', async (_name, options) => {
    const expected = await trainJob(reference, options, 5);
    const actual = await trainJob(onnx, options, 5);
    expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
    expected.weights.forEach((weight, index) => {
      expect(relativeDifference(actual.weights[index] ?? [], weight)).toBeLessThan(1e-4);
    });
    // A setting that changed nothing would pass all of this.
    const plain = await trainJob(onnx, { ...options, training: {} }, 5);
    if (JSON.stringify(options.training) !== '{"optimizer":"adam"}')
      expect(actual.weights).not.toEqual(plain.weights);
  });
});
