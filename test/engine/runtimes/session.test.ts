import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { StrongroomError } from '../../../src-main/contract/errors';
import { firstThatFits } from '../../../src-main/engine/runtimes/first-that-fits';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime, TrainingJob } from '../../../src-main/engine/runtimes/runtime';
import { makeJob, trainJob } from './support';
import type { JobOptions } from './support';

beforeAll(startTensors);

const rate = (): number => 0.003;
const always = async (): Promise<boolean> => true;
const orderOf = ({ target }: TrainingJob): Int32Array => Int32Array.from(target.keys());

describe.each<Runtime>([onnx, reference])('$name', (runtime) => {
  test('a seed gives the same bits again, another seed does not', async () => {
    const options: JobOptions = { task: 'multiclass', rows: 700, model: { hidden: [64, 64], dropout: 0.2 } };
    const first = await trainJob(runtime, options, 3);
    expect(await trainJob(runtime, options, 3)).toEqual(first);
    const other = await trainJob(runtime, { ...options, seed: 8 }, 3);
    expect(other.weights).not.toEqual(first.weights);
  });

  test('the last, smaller batch counts too', async () => {
    const weightsAfter = async (change: (job: TrainingJob) => void): Promise<Float32Array[]> => {
      const job = await makeJob({ task: 'regression', rows: 70, batchSize: 32 });
      change(job);
      const session = await runtime.start(job);
      const told: number[] = [];
      const pause = async (done: number): Promise<boolean> => told.push(done) > 0;
      await session.epoch(orderOf(job), rate, pause);
      expect(told.at(-1)).toBe(70);
      const weights = await session.weights();
      expect((await session.snapshot()).steps).toBe(3);
      await session.close(null);
      job.network.dispose();
      return weights;
    };
    const plain = await weightsAfter(() => undefined);
    expect(await weightsAfter(({ target }) => target.fill(1e3, 69))).not.toEqual(plain);
  });

  test('a last batch that breaks is told with its own rows', async () => {
    const job = await makeJob({ task: 'regression', rows: 70, batchSize: 32, model: { dropout: 0.2 } });
    job.target[66] = Number.NaN;
    const session = await runtime.start(job);
    await expect(session.epoch(orderOf(job), rate, always)).rejects.toMatchObject({
      step: 2,
      rows: new Int32Array([64, 65, 66, 67, 68, 69]),
    });
    await session.close(null);
    job.network.dispose();
  });

  test('an epoch ends early when told to, after one batch at least', async () => {
    const job = await makeJob({ task: 'binary', rows: 3200, batchSize: 32 });
    const session = await runtime.start(job);
    const before = await session.weights();
    const told: number[] = [];
    const loss = await session.epoch(orderOf(job), rate, async (done) => {
      told.push(done);
      return false;
    });
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(3200);
    expect(loss).toBeGreaterThan(0);
    expect(await session.weights()).not.toEqual(before);
    await session.close(null);
    job.network.dispose();
  });

  test('a loss that is not finite is told as it is', async () => {
    const job = await makeJob({ task: 'regression' });
    job.target[5] = Number.NaN;
    const session = await runtime.start(job);
    await expect(session.epoch(orderOf(job), rate, always)).rejects.toMatchObject({
      loss: Number.NaN,
      step: 0,
    });
    await session.close(null);
    job.network.dispose();
  });

  test('the network changes only when it is closed, and has the weights that are given then', async () => {
    const job = await makeJob({ task: 'regression', model: { dropout: 0.5 } });
    const read = (): number[][] => job.network.getWeights().map((weight) => Array.from(weight.dataSync()));
    const before = read();
    const tensors = tf.memory().numTensors;
    const session = await runtime.start(job);
    if (runtime === onnx) expect(read()).toEqual(before);
    await session.epoch(orderOf(job), rate, always);
    const weights = await session.weights();
    const outputs = await session.outputs(job.features, always);
    await session.close(weights);
    expect(read()).toEqual(weights.map((values) => Array.from(values)));
    expect(tf.memory().numTensors).toBe(tensors);
    const again = await reference.start(job);
    const expected = await again.outputs(job.features, always);
    outputs.forEach((value, row) => expect(value).toBeCloseTo(expected[row] ?? Number.NaN, 5));
    await again.close(null);
    job.network.dispose();
  });
});

describe('when a network cannot be compiled', () => {
  /** A loss whose gradient needs an operation that nothing lowers. */
  const impossible = async (): Promise<TrainingJob> => {
    const job = await makeJob({ task: 'regression' });
    const loss: TrainingJob['loss'] = (output, target) => tf.mean(tf.square(tf.atan2(output, target)));
    return { ...job, loss };
  };

  test('the error names the operation', async () => {
    const job = await impossible();
    await expect(onnx.start(job)).rejects.toMatchObject({
      code: 'KERNEL_NOT_SUPPORTED',
      received: 'Atan2',
    });
    job.network.dispose();
  });

  test('auto goes on to the next runtime, and says which one it is', async () => {
    const job = await makeJob({ task: 'regression' });
    const refusing: Runtime = {
      ...onnx,
      start: () => Promise.reject(new StrongroomError('KERNEL_NOT_SUPPORTED', 'No.')),
    };
    const session = await firstThatFits(refusing, reference).start(job);
    expect(session.runtime.name).toBe('reference');
    await session.close(null);
    await expect(firstThatFits(refusing).start(job)).rejects.toMatchObject({ code: 'KERNEL_NOT_SUPPORTED' });
    const failing: Runtime = { ...onnx, start: () => Promise.reject(new TypeError('a fault')) };
    await expect(firstThatFits(failing, reference).start(job)).rejects.toThrow('a fault');
    job.network.dispose();
  });
});

test('a session that is closed has given back what it held', async () => {
  const job = await makeJob({ task: 'binary' });
  const session = await onnx.start(job);
  await session.close(null);
  await expect(session.epoch(orderOf(job), rate, always)).rejects.toThrow();
  await expect(session.outputs(job.features, always)).rejects.toThrow();
  job.network.dispose();
});

test('many sessions leave memory where it was', async () => {
  const sessions = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++) {
      await trainJob(
        onnx,
        { task: 'binary', rows: 256, batchSize: 128, width: 30, model: { hidden: [256, 256] } },
        1,
      );
    }
    return process.memoryUsage().rss;
  };
  const before = await sessions(15);
  const after = await sessions(60);
  // One that is kept is about 1.5 MiB: its state, and what its steps work in.
  expect((after - before) / 2 ** 20).toBeLessThan(40);
});

describe.each<Runtime>([onnx, reference])('$name goes on from a snapshot', (runtime) => {
  test.each(['adam', 'sgd', 'rmsprop'] as const)('to the same bits, %s', async (optimizer) => {
    const options: JobOptions = { task: 'binary', model: { dropout: 0.3 }, training: { optimizer } };
    const epochs = async (job: TrainingJob, count: number) => {
      const session = await runtime.start(job);
      for (let i = 0; i < count; i++) await session.epoch(orderOf(job), rate, always);
      const snapshot = await session.snapshot();
      await session.close(null);
      job.network.dispose();
      return snapshot;
    };
    const whole = await epochs(await makeJob(options), 5);
    const half = await epochs(await makeJob(options), 2);
    const rest = await epochs({ ...(await makeJob(options)), resume: half }, 3);
    expect(rest).toEqual(whole);
    expect(half.state).not.toEqual(whole.state);
  });

  test('a step whose loss breaks is told with the weights before it', async () => {
    const job = await makeJob({ task: 'regression', rows: 400, batchSize: 32 });
    job.target[5 * 32 + 3] = Number.POSITIVE_INFINITY;
    const expected = await makeJob({ task: 'regression', rows: 400, batchSize: 32 });
    const clean = await runtime.start(expected);
    await clean.epoch(orderOf(expected).subarray(0, 5 * 32), rate, always);
    const weights = await clean.weights();
    await clean.close(null);
    const session = await runtime.start(job);
    const failure = await session.epoch(orderOf(job), rate, always).catch((error: unknown) => error);
    expect(failure).toMatchObject({ step: 5, rows: orderOf(job).slice(5 * 32, 6 * 32), weights });
    await session.close(null);
    job.network.dispose();
    expected.network.dispose();
  });
});
