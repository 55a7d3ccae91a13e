import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { StrongroomError } from '../../../src-main/contract/errors';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { deviceError } from '../../../src-main/engine/runtimes/device-errors';
import { fastestOf, isTiny } from '../../../src-main/engine/runtimes/fastest';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { startWithinMemory } from '../../../src-main/engine/runtimes/smaller-batch';
import type { Runtime, TrainingJob, TrainingSession } from '../../../src-main/engine/runtimes/runtime';
import { makeJob } from './support';

beforeAll(startTensors);

const always = async (): Promise<boolean> => true;
const rateOf = (): number => 0.003;
const orderOf = ({ target }: TrainingJob): Int32Array => Int32Array.from(target.keys());

/** The processor under another name, whose sessions are changed: a device that fails in the way a test needs. */
function deviceThat(
  change: (session: TrainingSession, job: TrainingJob) => Partial<TrainingSession>,
  runtime: Runtime = onnx,
): Runtime {
  const device: Runtime = {
    ...runtime,
    name: 'cuda',
    device: () => 'cuda',
    async start(job) {
      const session = await runtime.start(job);
      return {
        runtime: device,
        epoch: (order, rateOf, pause) => session.epoch(order, rateOf, pause),
        outputs: (features, pause) => session.outputs(features, pause),
        weights: () => session.weights(),
        snapshot: () => session.snapshot(),
        close: (weights) => session.close(weights),
        ...change(session, job),
      };
    },
  };
  return device;
}

const long = async (): Promise<TrainingJob> => ({
  ...(await makeJob({ task: 'binary', model: { hidden: [32, 32], dropout: 0.1 } })),
  epochs: 1_000_000,
});

describe('auto', () => {
  test('takes the fastest, tells how fast each was, and forgets what was learned while timing', async () => {
    const slow = deviceThat((session) => ({
      epoch: (order, rateOf, pause) =>
        session.epoch(order, rateOf, async (done) => {
          await new Promise((resolve) => setTimeout(resolve, 700));
          return pause(done);
        }),
    }));
    const job = await long();
    // The reference trains in the network itself.
    const session = await fastestOf(slow, async () => [reference, onnx], []).start(job);
    const timings = session.deviceTimings ?? [];
    expect(timings.map(({ device }) => device).sort()).toEqual(['cpu', 'cpu', 'cuda']);
    expect(timings[0]).toMatchObject({ device: 'cpu', runtime: 'onnx' });
    expect(timings.map(({ rowsPerSecond }) => rowsPerSecond)).toEqual(
      timings.map(({ rowsPerSecond }) => rowsPerSecond).toSorted((a, b) => b - a),
    );
    expect(session.warnings).toEqual([]);
    expect(session.runtime.name).toBe(timings[0]?.runtime);

    const fresh = await long();
    const alone = await session.runtime.start(fresh);
    expect(await session.epoch(orderOf(job), rateOf, always)).toBe(
      await alone.epoch(orderOf(fresh), rateOf, always),
    );
    expect(await session.weights()).toEqual(await alone.weights());
    await session.close(null);
    await alone.close(null);
  });

  test('leaves a device out that fails or computes something else, and says why', async () => {
    const failing = deviceThat(() => ({
      epoch: () => Promise.reject(new StrongroomError('DEVICE_LOST', 'It went away.')),
    }));
    const wrong = deviceThat((session) => ({
      epoch: async (order, rateOf, pause) => (await session.epoch(order, rateOf, pause)) + 1,
    }));
    const job = await long();
    const session = await fastestOf(onnx, async () => [failing, wrong], [reference]).start(job);
    expect(session.runtime.name).toBe('onnx');
    expect(session.deviceTimings?.map(({ device }) => device)).toEqual(['cpu']);
    expect(session.warnings?.map(({ code }) => code)).toEqual(['DEVICE_SKIPPED', 'DEVICE_SKIPPED']);
    expect(session.warnings?.[0]?.message).toMatch(/cuda.*It went away\./);
    expect(session.warnings?.[1]?.message).toMatch(/cuda.*first loss/);
    await session.close(null);
  });

  test('does not time a device of which it is known that its steps take long', async () => {
    const crawling: Runtime = { ...deviceThat(() => ({})), speed: async () => 1e4 };
    const session = await fastestOf(onnx, async () => [crawling], []).start(await long());
    expect(session.deviceTimings?.map(({ device }) => device)).toEqual(['cpu']);
    expect(session.warnings?.[0]?.message).toMatch(/one step on it would take about \d+ s/);
    await session.close(null);
  });

  test('times nothing when there is one device, and looks for no other when the training is tiny', async () => {
    const job = await long();
    expect(isTiny(job)).toBe(false);
    const alone = await fastestOf(onnx, async () => [], []).start(job);
    expect(alone.deviceTimings).toBeUndefined();
    await alone.close(null);

    const tiny = { ...job, epochs: 10 };
    expect(isTiny(tiny)).toBe(true);
    const findOthers = (): Promise<Runtime[]> => Promise.reject(new Error('It was asked.'));
    const session = await fastestOf(onnx, findOthers, []).start(tiny);
    expect(session.runtime.name).toBe('onnx');
    expect(session.deviceTimings).toBeUndefined();
    await session.close(null);
  });

  test('goes on where a training was begun that is resumed, without timing', async () => {
    const other = deviceThat(() => ({}));
    const job = await long();
    for (const [begunOn, device] of [
      ['cuda', 'cuda'],
      ['onnx', 'cpu'],
      ['webgpu', 'cpu'],
    ]) {
      const session = await fastestOf(onnx, async () => [other], []).start({
        ...job,
        begunOn: begunOn ?? '',
      });
      expect(session.runtime.device(), begunOn).toBe(device);
      expect(session.deviceTimings).toBeUndefined();
      await session.close(null);
    }
  });

  test('falls back on the reference when nothing else can run the network', async () => {
    const loss: TrainingJob['loss'] = (output, target) => tf.mean(tf.square(tf.atan2(output, target)));
    const session = await fastestOf(onnx, async () => [deviceThat(() => ({}))], [reference]).start({
      ...(await long()),
      loss,
    });
    expect(session.runtime.name).toBe('reference');
    expect(session.warnings).toHaveLength(2);
    await session.close(null);
  });
});

describe('a device with too little memory', () => {
  /** One that has memory for so many rows a step, at its start or when it computes. */
  const roomFor = (rows: number, when: 'start' | 'epoch'): Runtime => {
    const full = (): Promise<never> =>
      Promise.reject(deviceError('cuda', new Error('CUDA failure 2: out of memory ; GPU=0')));
    if (when === 'epoch') return deviceThat((_, job) => (job.batchSize > rows ? { epoch: full } : {}));
    const device = deviceThat(() => ({}));
    return { ...device, start: (job) => (job.batchSize > rows ? full() : device.start(job)) };
  };

  test.each(['start', 'epoch'] as const)('goes on with half the rows a step, once (%s)', async (when) => {
    const job = await makeJob({ task: 'binary', rows: 400, batchSize: 64 });
    const half = { ...(await makeJob({ task: 'binary', rows: 400, batchSize: 32 })) };
    const session = await startWithinMemory(roomFor(32, when), job);
    const expected = await onnx.start(half);
    expect(await session.epoch(orderOf(job), rateOf, always)).toBe(
      await expected.epoch(orderOf(half), rateOf, always),
    );
    expect(session.warnings?.map(({ code }) => code)).toEqual(['BATCH_HALVED']);
    expect(session.warnings?.[0]?.message).toContain('64 rows a step; the training went on with 32');
    await session.close(null);
    await expected.close(null);
  });

  test('has the learning rates of the epoch, each for two of the smaller steps', async () => {
    const rates: number[] = [];
    const device = deviceThat((session, { batchSize }) => ({
      epoch: async (order, rateOfStep) => {
        if (batchSize > 32) throw deviceError('cuda', new Error('out of memory'));
        for (let step = 0; step < order.length / batchSize; step++) rates.push(rateOfStep(step));
        return session.epoch(order, rateOfStep, always);
      },
    }));
    const job = await makeJob({ task: 'binary', rows: 192, batchSize: 64 });
    const session = await startWithinMemory(device, job);
    await session.epoch(orderOf(job), (step) => 0.001 * (step + 1), always);
    expect(rates).toEqual([0.001, 0.001, 0.002, 0.002, 0.003, 0.003]);
    await session.close(null);
  });

  test.each(['start', 'epoch'] as const)('is an error when half is too much as well (%s)', async (when) => {
    const job = await makeJob({ task: 'binary', rows: 400, batchSize: 64 });
    const work = async (): Promise<number> => {
      const session = await startWithinMemory(roomFor(31, when), job);
      return session.epoch(orderOf(job), rateOf, always).finally(() => session.close(null));
    };
    await expect(work()).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      expected: 'memory for 64 rows a step, or for 32',
      received: expect.stringContaining('out of memory'),
      next: expect.stringContaining('batch size'),
    });
  });

  test('other errors are left as they are', async () => {
    const lost = deviceThat(() => ({
      epoch: () => Promise.reject(deviceError('cuda', new Error('D3D12: DXGI_ERROR_DEVICE_REMOVED'))),
    }));
    const job = await makeJob({ task: 'binary' });
    const session = await startWithinMemory(lost, job);
    await expect(session.epoch(orderOf(job), rateOf, always)).rejects.toMatchObject({
      code: 'DEVICE_LOST',
      next: expect.stringContaining('--device cpu'),
    });
    expect(session.warnings).toEqual([]);
    await session.close(null);
  });
});

test('errors of the libraries below are told by what they mean', () => {
  const codeOf = (message: string): unknown => {
    const error = deviceError('webgpu', new Error(message));
    return error instanceof StrongroomError ? error.code : 'as it was';
  };
  // As the libraries write them: ONNX Runtime's arenas, CUDA, Dawn, DirectX, the C++ library.
  for (const message of [
    "Non-zero status code returned while running MatMul node. Status Message: BFC Arena ran out of memory trying to allocate 4096. Can't allocate.",
    'Available memory of 1000 is smaller than requested bytes of 4000',
    'CUDA failure 2: out of memory ; GPU=0 ; hostname=h',
    'WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.\n - While validating entries[2]',
    'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
    'Exception during initialization: ExecuteKernel HRESULT 8007000E Not enough memory resources are available',
    'std::bad_alloc',
  ]) {
    expect(codeOf(message), message).toBe('OUT_OF_MEMORY');
  }
  for (const message of [
    'WebGPU device lost (1): A valid external Instance reference no longer exists.',
    'The GPU device instance has been suspended. 887A0005',
    'DXGI_ERROR_DEVICE_HUNG',
    'CUDA failure 719: unspecified launch failure ; GPU=0',
    'CUDA failure 700: an illegal memory access was encountered ; GPU=0',
  ]) {
    expect(codeOf(message), message).toBe('DEVICE_LOST');
  }
  expect(codeOf('Got invalid dimensions for input: x')).toBe('as it was');
});
