import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { trace } from '../../src-main/engine/compile/trace/trace';
import { simplify } from '../../src-main/engine/compile/passes';
import { outputName, outputsProgram } from '../../src-main/engine/compile/training/outputs-program';
import { flatten } from '../../src-main/engine/learning/flat';
import { asMatrix, startTensors } from '../../src-main/engine/features/tensors';
import { networkOutput } from '../../src-main/engine/model/pipeline';
import { Random } from '../../src-main/engine/random';
import { onnx } from '../../src-main/engine/runtimes/onnx';
import { reference } from '../../src-main/engine/runtimes/reference';
import { firstDifference, onnxOf } from '../engine/compile/support/onnx';
import { relativeDifference } from '../engine/runtimes/support';
import { layerCases, movingCases, sizedCase, sizedKinds } from './layer-cases';
import type { LayerCase } from './layer-cases';
import { networkOf, rowsOf, trainLayer } from './layer-job';
import type { JobSize } from './layer-job';

beforeAll(startTensors);

/** A step of Adam moves a weight by up to the rate, 0.003: no weight may be apart by a three hundredth of one. */
const apart = 1e-5;

/**
 * The bias of the key moves all scores of a query alike, which softmax does not see: its gradient is nothing but
 * rounding, of which Adam makes whole steps, different ones everywhere.
 */
const indifferent = /key\/bias$/;

async function expectSameTraining(
  layerCase: LayerCase,
  size: JobSize,
  epochs: number,
  seed = 5,
): Promise<void> {
  const expected = await trainLayer(reference, layerCase, size, epochs, seed);
  const actual = await trainLayer(onnx, layerCase, size, epochs, seed);
  expect(expected.losses.every(Number.isFinite)).toBe(true);
  expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
  expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
  const [weights, wanted] = [actual, expected].map(({ weights: all }) =>
    flatten(all.filter(({ name }) => !indifferent.test(name)).map(({ values }) => values)),
  );
  if (weights === undefined || wanted === undefined) throw new TypeError('no weights');
  expect(relativeDifference(weights, wanted)).toBeLessThan(1e-4);
  const differences = weights.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThan(apart);
}

describe('every layer trains compiled as it does in plain tfjs', () => {
  it.each(Object.entries({ ...layerCases, ...movingCases }))('%s: 50 steps', (_name, layerCase) =>
    expectSameTraining(layerCase, { rows: 80, batchSize: 8 }, 5),
  );

  it.each(sizedKinds)('%s of any size', async (kind) => {
    const size = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ steps: size, features: size, units: size }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 1e6 }),
        async (sizes, batchSize, seed) =>
          expectSameTraining(sizedCase(kind, sizes), { rows: 3 * batchSize, batchSize }, 1, seed),
      ),
      { numRuns: 8, seed: 20_261_124 },
    );
  });
});

/** What tfjs and ONNX Runtime say to the same rows. */
async function compareOutputs(
  network: LayersModel,
  layerCase: LayerCase,
  bytes: Uint8Array,
  feeds: Record<string, Tensor>,
): Promise<void> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const random = new Random(11, 'fresh rows');
  for (const rows of [1, 7, 64]) {
    const values = rowsOf(layerCase, rows, random);
    const expected = tf.tidy(() =>
      networkOutput(network, tf.tensor2d(values, [rows, layerCase.width])).dataSync(),
    );
    const x = new Tensor('float32', values, [rows, layerCase.width]);
    const { [outputName]: output } = await session.run({ ...feeds, x });
    expect(output?.dims).toEqual([rows, 1]);
    const answers = Array.from(output?.data as Float32Array);
    expect(firstDifference(answers, Array.from(expected), 1e-5)).toBeNull();
  }
  await session.release();
  network.dispose();
}

describe('every layer answers compiled as it does in plain tfjs, for any number of rows', () => {
  it.each(Object.entries(layerCases))('%s', async (_name, layerCase) => {
    const network = networkOf(layerCase, 9);
    const weights = flatten(network.weights.map((weight) => weight.read().dataSync()));
    const parameters = new Tensor('float32', weights, [weights.length]);
    await compareOutputs(network, layerCase, outputsProgram(network, layerCase.width), { parameters });
  });

  it.each(Object.entries({ ...layerCases, ...movingCases }))(
    '%s, with its weights in the file',
    async (_name, layerCase) => {
      const network = networkOf(layerCase, 10);
      const graph = trace(
        ({ x }) => ({ [outputName]: networkOutput(network, asMatrix(x ?? tf.scalar(0))) }),
        (rows) => ({ x: tf.zeros([rows, layerCase.width]) }),
      );
      await compareOutputs(network, layerCase, onnxOf(simplify(graph)), {});
    },
  );
});
