import proto from 'onnx-proto';
import { beforeAll, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import type { Frame } from '../../../src-main/engine/data/frame';
import { exportOnnx } from '../../../src-main/engine/export/onnx/export-onnx';
import { quantizeWeight } from '../../../src-main/engine/export/onnx/quantize/affine';
import { seenInEightBits } from '../../../src-main/engine/export/shrink/quantize-aware';
import { shrink } from '../../../src-main/engine/export/shrink/shrink';
import { predictRows } from '../../../src-main/engine/evaluate/predict';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { hostInputs } from '../../../src-main/engine/features/host';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { build } from '../../../src-main/engine/model/build';
import type { LoadedModel } from '../../../src-main/engine/model/load';
import { networkContext } from '../../../src-main/engine/model/network-inputs';
import { Random } from '../../../src-main/engine/random';
import { fineTune } from '../../../src-main/engine/export/shrink/fine-tune';
import { FeatureMatrix } from '../../../src-main/engine/features/apply/matrix';
import * as tf from '@tensorflow/tfjs-core';
import { exportAndVerify } from '../../parity/support';

const fitted: Fitted = {
  formatVersion: 1,
  task: 'regression',
  features: ['a', 'b'].map((column) => ({
    column,
    kind: 'number',
    center: 0,
    scale: 1,
    median: 0,
    indicator: false,
  })),
  target: { kind: 'number', column: 'y', mean: 0, deviation: 1 },
};
const recipe: Recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: 'y',
  model: { hidden: [24, 24] },
});

/** y = a b + a / 2 */
function rowsOf(count: number, seed: number): Frame {
  const random = new Random(seed, 'rows');
  const draw = (): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  const [a, b] = [draw(), draw()];
  const y = a.map((value, row) => value * (b[row] ?? 0) + value / 2);
  return {
    rows: count,
    columns: [
      { name: 'a', kind: 'number', values: a },
      { name: 'b', kind: 'number', values: b },
      { name: 'y', kind: 'number', values: y },
    ],
  };
}

const nobody = (): Promise<void> => Promise.resolve();
const [train, test] = [rowsOf(1200, 1), rowsOf(400, 2)];

/** Share of the variance that a model explains. */
async function scoreOf({
  fitted: features,
  network,
}: Pick<LoadedModel, 'fitted' | 'network'>): Promise<number> {
  const predicted = await predictRows(features, network, hostInputs(features, test), test.rows, nobody);
  const y = test.columns[2];
  if (y?.kind !== 'number') throw new Error('no target');
  const mean = y.values.reduce((sum, value) => sum + value / test.rows, 0);
  const total = y.values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const left = y.values.reduce((sum, value, row) => sum + (value - (predicted[row] ?? 0)) ** 2, 0);
  return 1 - left / total;
}

/** A network that has learned. */
async function trained(): Promise<LoadedModel> {
  const network = build(recipe, networkContext(fitted));
  const features = await FeatureMatrix.make(fitted, hostInputs(fitted, train), train.rows, nobody);
  const y = train.columns[2];
  if (y?.kind !== 'number') throw new Error('no target');
  await fineTune(
    network,
    features,
    (output, rows) => {
      const wanted = Float32Array.from(rows, (row) => y.values[row] ?? 0);
      return tf.mean<tf.Scalar>(tf.squaredDifference(output, tf.tensor2d(wanted, [rows.length, 1])));
    },
    { epochs: 25, batchSize: 32, rate: 3e-3, seed: 1, pause: nobody },
  );
  return { fitted, network, baseline: [0] };
}

/** As it was, however often it is shrunk. */
let weights: tf.Tensor[] = [];
let before = 0;
beforeAll(async () => {
  await startTensors();
  const model = await trained();
  weights = model.network.getWeights().map((weight) => weight.clone());
  before = await scoreOf(model);
});

function copy(): LoadedModel {
  const network = build(recipe, networkContext(fitted));
  network.setWeights(weights);
  return { fitted, network, baseline: [0] };
}

describe('smaller models', () => {
  it('have learned before', () => {
    expect(before).toBeGreaterThan(0.95);
  });

  it('keep the masks of pruning through the training after it, mend what was taken, and are shorter files', async () => {
    const model = copy();
    const pruned = await shrink(model, recipe, train, { kind: 'prune', share: 0.75 }, nobody);
    const kernels = pruned.getWeights().filter(({ shape }) => shape.length > 1);
    const largest = Math.max(...kernels.map(({ size }) => size));
    for (const kernel of kernels) {
      const zeros = Float32Array.from(kernel.dataSync()).filter((value) => value === 0).length;
      if (kernel.size >= 32) expect(zeros).toBe(Math.floor(0.75 * kernel.size));
    }
    // The weights that stay are those that were large.
    const [was, is] = [weights, pruned.getWeights()].map((list) =>
      list.find(({ size }) => size === largest)?.dataSync(),
    );
    const pairs = Array.from(is ?? [], (value, place) => ({
      size: Math.abs(Number(was?.[place])),
      isKept: value !== 0,
    }));
    const gone = Math.max(...pairs.filter(({ isKept }) => !isKept).map(({ size }) => size));
    const least = Math.min(...pairs.filter(({ isKept }) => isKept).map(({ size }) => size));
    expect(gone).toBeLessThanOrEqual(least);

    const cut = copy();
    await fineTune(
      cut.network,
      await FeatureMatrix.make(fitted, hostInputs(fitted, train), train.rows, nobody),
      () => tf.scalar(0),
      {
        epochs: 0,
        batchSize: 32,
        rate: 0,
        seed: 1,
        pause: nobody,
        constrain: (name, value) =>
          tf.mul(
            value,
            tf.cast(
              tf.notEqual(pruned.weights.find((weight) => weight.originalName === name)?.read() ?? value, 0),
              'float32',
            ),
          ),
      },
    );
    expect(await scoreOf({ fitted, network: pruned })).toBeGreaterThan(await scoreOf(cut));

    const sizes = [copy().network, pruned].map(
      async (network) => (await exportOnnx(fitted, network, {})).bytes,
    );
    const [whole, small] = await Promise.all(sizes);
    expect(small?.length).toBeLessThan(whole?.length ?? 0);
    const sparse = proto.onnx.ModelProto.decode(small ?? new Uint8Array()).graph?.sparseInitializer ?? [];
    expect(sparse.length).toBeGreaterThan(0);
    const { ordinary, hostile } = await exportAndVerify(fitted, pruned, test);
    expect([ordinary.passed, hostile.passed]).toEqual([true, true]);
  });

  it('get used to weights in eight bits: the gradients are those of the rounded weights', async () => {
    const model = copy();
    const network = await shrink(model, recipe, train, { kind: 'quantize-aware' }, nobody);
    expect(await scoreOf({ fitted, network })).toBeGreaterThan(before - 0.05);
    // What is seen is what the export writes.
    const kernel = network.getWeights().find(({ shape }) => shape.length > 1 && (shape[0] ?? 0) > 2);
    if (kernel === undefined) throw new Error('no kernel');
    const data = Float32Array.from(kernel.dataSync());
    const written = quantizeWeight({ type: 'float', shape: kernel.shape, data });
    const seen = seenInEightBits('', kernel).dataSync();
    data.forEach((_, place) => {
      const scale = written?.scale.data[place % (kernel.shape[1] ?? 1)] ?? 0;
      expect(seen[place]).toBe(Math.fround(((written?.data.data[place] ?? 0) - 128) * scale));
    });
  });

  it('are taught by the larger network', async () => {
    const model = copy();
    const student = await shrink(model, recipe, train, { kind: 'distil', share: 0.5 }, nobody);
    expect(student.countParams()).toBeLessThan(0.5 * model.network.countParams());
    expect(await scoreOf({ fitted, network: student })).toBeGreaterThan(0.8);
  });

  it('teach a plain network whatever they are: it learns the mean of the members of a TabM', async () => {
    const options = { ...recipe.model.options, members: 4 };
    const tabm = { ...recipe, model: { ...recipe.model, preset: 'tabm' as const, hidden: [16], options } };
    const network = build(tabm, networkContext(fitted));
    const student = await shrink({ ...copy(), network }, tabm, train, { kind: 'distil', share: 0.5 }, nobody);
    expect(student.outputs[0]?.shape[1]).toBe(networkContext(fitted).outputs);
    const [own, taught] = [await scoreOf({ fitted, network }), await scoreOf({ fitted, network: student })];
    expect(Math.abs(taught - own)).toBeLessThan(0.15);
  });

  it('need rows with the target', async () => {
    const empty: Frame = {
      rows: 1,
      columns: train.columns.map((column) =>
        column.kind === 'number' ? { ...column, values: Float32Array.of(Number.NaN) } : column,
      ),
    };
    await expect(shrink(copy(), recipe, empty, { kind: 'prune', share: 0.5 }, nobody)).rejects.toMatchObject({
      code: 'TOO_FEW_ROWS',
    });
  });
});
