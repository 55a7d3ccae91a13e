import { reportRuntimes } from '../../../src-main/engine/runtimes';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { encodeModel } from '../../../src-main/engine/compile/onnx/encode';
import { OnnxProgram } from '../../../src-main/engine/compile/onnx/program';
import { deviceError } from '../../../src-main/engine/runtimes/device-errors';
import { fastestOf } from '../../../src-main/engine/runtimes/fastest';
import { loadNative, sessionOptions } from '../../../src-main/engine/runtimes/native';
import { onnx, onnxRuntimes } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime } from '../../../src-main/engine/runtimes/runtime';
import type { LayerCase } from '../../parity/layer-cases';
import { trainLayer } from '../../parity/layer-job';
import { layerKinds } from '../compile/support/layer-kinds';
import { learningCases } from './learning-cases';
import { makeJob, relativeDifference, trainJob } from './support';
import type { JobOptions } from './support';

/** 400 rows in batches of 32 are 13 steps an epoch, the last of 16 rows. */
const cases: JobOptions[] = [
  { task: 'regression', model: { activation: 'relu', dropout: 0.3 } },
  { task: 'binary', model: { activation: 'tanh' } },
  { task: 'multiclass', model: { activation: 'gelu', dropout: 0.3 } },
  { task: 'regression', model: { activation: 'swish' } },
  { task: 'binary', model: { activation: 'elu' } },
  { task: 'regression', width: 1, model: { hidden: [1] } },
  { task: 'multiclass', width: 120, classes: 30, model: { hidden: [40, 7, 65] } },
];

async function agreement(webgpu: Runtime, options: JobOptions) {
  const actual = await trainJob(webgpu, options, 5);
  const expected = await trainJob(reference, options, 5);
  return {
    name: JSON.stringify(options),
    losses: relativeDifference(actual.losses, expected.losses),
    outputs: relativeDifference(actual.outputs, expected.outputs),
    weights: Math.max(
      ...expected.weights.map((weight, index) => relativeDifference(actual.weights[index] ?? [], weight)),
    ),
  };
}

/** Kinds of layers of which one network each is trained; activations are among the cases above. */
const trained = new Set([
  ...['dense', 'embedding', 'simpleRNN', 'lstm', 'gru', 'bidirectional', 'timeDistributed', 'masking'],
  ...[
    'layerNormalization',
    'batchNormalization',
    'seededDropout',
    'seededGaussianNoise',
    'leakyReLU',
    'prelu',
  ],
  ...['concatenate', 'add', 'multiply', 'permute', 'repeatVector', 'reshape', 'flatten', 'softmax'],
  ...['multiHeadAttention', 'positionalEncoding', 'conv1d', 'conv2d', 'depthwiseConv2d', 'separableConv2d'],
  ...[
    'maxPooling1d',
    'maxPooling2d',
    'averagePooling1d',
    'averagePooling2d',
    'upSampling2d',
    'zeroPadding2d',
  ],
  ...['globalAveragePooling1d', 'globalAveragePooling2d', 'globalMaxPooling1d', 'globalMaxPooling2d'],
]);

/** 50 steps of a network around one layer. */
async function layerAgreement(webgpu: Runtime, name: string, layerCase: LayerCase) {
  const size = { rows: 80, batchSize: 8 };
  const actual = await trainLayer(webgpu, layerCase, size, 5);
  const expected = await trainLayer(reference, layerCase, size, 5);
  const kept = actual.weights.filter(({ name: weight }) => !weight.endsWith('key/bias'));
  return {
    name,
    losses: relativeDifference(actual.losses, expected.losses),
    outputs: relativeDifference(actual.outputs, expected.outputs),
    weights: Math.max(
      ...expected.weights
        // Its gradient is nothing but rounding, see test/parity/layers.test.ts.
        .filter(({ name: weight }) => !weight.endsWith('key/bias'))
        .map(({ values }, index) => relativeDifference(kept[index]?.values ?? [], values)),
    ),
  };
}

/** Asks for [600000, 1024] numbers, more than one allocation may have: what the device says of it, as we tell it. */
async function outOfMemory(): Promise<unknown> {
  const found = loadNative();
  if ('reason' in found) return found.reason;
  const { InferenceSession, Tensor } = found.native;
  const program = new OnnxProgram();
  const x = program.input({ name: 'x', type: 'float', shape: ['rows', 1] });
  const w = program.input({ name: 'w', type: 'float', shape: [1, 1024] });
  const product = program.emit('MatMul', [x, w]);
  const largest = program.emit('ReduceMax', [product], { attributes: { keepdims: { int: 0 } } });
  program.output(largest, { name: 'y', type: 'float', shape: [] });
  const bytes = encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
  const session = await InferenceSession.create(bytes, {
    ...sessionOptions(1, 'webgpu'),
    logSeverityLevel: 4,
  });
  const run = (rows: number): Promise<unknown> =>
    session.run({
      x: new Tensor('float32', new Float32Array(rows), [rows, 1]),
      w: new Tensor('float32', new Float32Array(1024), [1, 1024]),
    });
  const thrown = await run(600_000).then(
    () => new Error('It had the memory.'),
    (error: unknown) => deviceError('webgpu', error),
  );
  // The device is well afterwards: it is worth its while to try a smaller batch.
  await run(100);
  await session.release();
  return thrown instanceof Error && 'code' in thrown ? thrown.code : String(thrown);
}

/** What `auto` makes of the processor and WebGPU, for a job that is not tiny, and what a fresh session of it learns. */
async function choice(webgpu: Runtime) {
  const options: JobOptions = { task: 'binary', rows: 300, model: { hidden: [64, 64], dropout: 0.2 } };
  const job = { ...(await makeJob(options)), epochs: 100_000 };
  const session = await fastestOf(onnx, async () => [webgpu], [reference]).start(job);
  const order = Int32Array.from({ length: 300 }, (_, row) => row);
  const loss = await session.epoch(
    order,
    () => 0.003,
    async () => true,
  );
  await session.close(null);
  const alone = await onnx.start({ ...(await makeJob(options)), epochs: 100_000 });
  const expected = await alone.epoch(
    order,
    () => 0.003,
    async () => true,
  );
  await alone.close(null);
  return {
    timings: session.deviceTimings,
    warnings: session.warnings,
    taken: session.runtime.name,
    loss,
    expected,
  };
}

/** What the test of WebGPU asks of a process that has a graphics processor. */
export async function main() {
  await startTensors();
  const webgpu = onnxRuntimes.find(({ name }) => name === 'webgpu');
  const report = (await reportRuntimes()).find(({ name }) => name === 'webgpu');
  if (webgpu === undefined || report?.available !== true) return { report, results: null };
  const agreements = [];
  for (const options of cases) agreements.push(await agreement(webgpu, options));
  for (const [, options] of learningCases) agreements.push(await agreement(webgpu, options));
  for (const { kind, cases: layerCases } of layerKinds()) {
    const [layerCase] = layerCases;
    if (trained.has(kind) && layerCase !== undefined)
      agreements.push(await layerAgreement(webgpu, kind, layerCase));
  }
  return {
    report,
    results: { agreements, outOfMemory: await outOfMemory(), choice: await choice(webgpu) },
  };
}

export type Answer = Awaited<ReturnType<typeof main>>;
