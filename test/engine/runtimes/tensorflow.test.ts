import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { TrainingJob } from '../../../src-main/engine/runtimes/runtime';
import { tensorflow } from '../../../src-main/engine/runtimes/tensorflow';
import { enginesFolder } from '../../../src-main/workspace';
import { makeJob, relativeDifference, trainJob } from './support';
import type { JobOptions } from './support';

process.env['STRONGROOM_ENGINES'] = enginesFolder();
const { available, reason } = await tensorflow.report();
if (!available) console.log(`The tests of training with TensorFlow are skipped: ${reason ?? ''}`);

const tasks = ['regression', 'binary', 'multiclass'] as const;
const activations = ['relu', 'tanh', 'gelu', 'swish', 'elu'] as const;
const always = async (): Promise<boolean> => true;

beforeAll(startTensors);

describe.skipIf(!available)('agrees with the reference after 50 steps', () => {
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
  ];
  test.each(cases)('%s', async (_name, options) => {
    const expected = await trainJob(reference, options, 5);
    const actual = await trainJob(tensorflow, options, 5);
    expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
    expected.weights.forEach((weight, index) => {
      expect(relativeDifference(actual.weights[index] ?? [], weight)).toBeLessThan(1e-4);
    });
  });
});

const rate = (): number => 0.003;

describe.skipIf(!available)('beside the rest of the engine', () => {
  test('its tensors are native while it trains, and all else stays on the plain backend', async () => {
    const job = await makeJob({ task: 'regression' });
    const tensors = tf.memory().numTensors;
    const session = await tensorflow.start(job);
    const order = Int32Array.from(job.target.keys());
    const backends: string[] = [];
    await session.epoch(order, rate, async () => {
      backends.push(tf.getBackend());
      return true;
    });
    expect(new Set(backends)).toEqual(new Set(['cpu']));
    const native = tf.findBackend('tensorflow');
    // The state, and the weights that are parts of it.
    expect(native.numDataIds()).toBeGreaterThanOrEqual(3);
    const weights = await session.weights();
    const outputs = await session.outputs(job.features, always);
    await session.close(weights);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(native.numDataIds()).toBe(0);
    const again = await reference.start(job);
    const expected = await again.outputs(job.features, always);
    expect(relativeDifference(outputs, expected)).toBeLessThan(1e-5);
    await again.close(null);
    job.network.dispose();
  });

  test('an error within a step leaves the plain backend current', async () => {
    const job = await makeJob({ task: 'regression' });
    const failing = {
      ...job,
      loss: () => {
        throw new TypeError('a fault');
      },
    };
    const session = await tensorflow.start(failing);
    await expect(session.epoch(Int32Array.from(job.target.keys()), rate, always)).rejects.toThrow('a fault');
    expect(tf.getBackend()).toBe('cpu');
    await session.close(null);
    job.network.dispose();
  });

  test('an operation that the library lacks is an error that names it', async () => {
    const job = await makeJob({ task: 'regression' });
    const loss: TrainingJob['loss'] = (output, target) => {
      tf.searchSorted(tf.reshape(target, [-1]), tf.reshape(output, [-1]));
      return tf.mean(output);
    };
    const session = await tensorflow.start({ ...job, loss });
    await expect(session.epoch(Int32Array.from(job.target.keys()), rate, always)).rejects.toMatchObject({
      code: 'KERNEL_NOT_SUPPORTED',
      received: 'SearchSorted',
    });
    await session.close(null);
    job.network.dispose();
  });

  test('a seed gives the same numbers again', async () => {
    const options: JobOptions = { task: 'multiclass', model: { hidden: [64, 64], dropout: 0.2 } };
    expect(await trainJob(tensorflow, options, 3)).toEqual(await trainJob(tensorflow, options, 3));
  });
});
