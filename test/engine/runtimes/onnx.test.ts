import { beforeAll, describe, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { relativeDifference, trainJob } from './support';
import type { JobOptions } from './support';

beforeAll(startTensors);

const tasks = ['regression', 'binary', 'multiclass'] as const;
const activations = ['relu', 'tanh', 'gelu', 'swish', 'elu'] as const;

describe('agrees with the reference after 50 steps', () => {
  /** 400 rows in batches of 32 are 12 steps an epoch, with 16 rows left out. */
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
  const cases: [string, JobOptions][] = [
    ...(['mean-absolute-error', 'huber', 'poisson', 'quantile'] as const).map(
      (loss): [string, JobOptions] => [
        loss,
        { task: 'regression', training: { loss, lossOptions: { quantile: 0.8, delta: 0.5 } } },
      ],
    ),
    ...(['binary', 'multiclass'] as const).map((task): [string, JobOptions] => [
      `${task}, smoothed, focal and balanced`,
      { task, training: { lossOptions: { labelSmoothing: 0.1, focalGamma: 2, classWeights: 'balanced' } } },
    ]),
    ...(['sgd', 'rmsprop', 'adagrad', 'adam', 'adamw'] as const).map((optimizer): [string, JobOptions] => [
      optimizer,
      { task: 'multiclass', training: { optimizer } },
    ]),
    ['sgd without momentum', { task: 'binary', training: { optimizer: 'sgd', momentum: 0 } }],
    ['sgd with plain momentum', { task: 'binary', training: { optimizer: 'sgd', nesterov: false } }],
    ['l1 and l2', { task: 'binary', training: { regularization: { l1: 0.001, l2: 0.01 } } }],
    ['max-norm', { task: 'multiclass', training: { regularization: { maxNorm: 0.8 } } }],
    ['clipping by norm', { task: 'regression', training: { regularization: { clipNorm: 0.2 } } }],
    ['clipping by value', { task: 'regression', training: { regularization: { clipValue: 0.02 } } }],
  ];
  test.each(cases)('%s', async (_name, options) => {
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
