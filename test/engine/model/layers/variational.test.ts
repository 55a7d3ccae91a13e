import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, models } from '@tensorflow/tfjs-layers';
import type { LayersModel, RNN, SymbolicTensor, layers as layerTypes } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { VariationalRecurrent } from '../../../../src-main/engine/model/layers';
import type { VariationalOptions } from '../../../../src-main/engine/model/layers/variational';
import { Random } from '../../../../src-main/engine/random';

beforeAll(startTensors);

const steps = 5;
const channels = 3;

function networkOf(layer: layerTypes.Layer | VariationalRecurrent, isMasked: boolean): LayersModel {
  const given = input({ shape: [steps, channels] });
  const masked = isMasked ? (layers.masking({ maskValue: 0 }).apply(given) as SymbolicTensor) : given;
  return model({ inputs: given, outputs: layer.apply(masked) as SymbolicTensor });
}

/** The same layer of tfjs. */
function reference({ cell, units, sequences, bidirectional }: VariationalOptions): layerTypes.Layer {
  const settings = {
    units,
    returnSequences: sequences,
    recurrentActivation: 'sigmoid' as const,
    kernelInitializer: 'zeros' as const,
    recurrentInitializer: 'zeros' as const,
  };
  const layer: RNN = cell === 'lstm' ? layers.lstm(settings) : layers.gru(settings);
  return bidirectional ? layers.bidirectional({ layer, mergeMode: 'concat' }) : layer;
}

const optionsOf = fc.record({
  name: fc.constant('kept'),
  cell: fc.constantFrom('lstm' as const, 'gru' as const),
  units: fc.integer({ min: 1, max: 4 }),
  sequences: fc.boolean(),
  bidirectional: fc.boolean(),
  rate: fc.constantFrom(0, 0.4),
});

function rowsOf(random: Random, padded: boolean): tf.Tensor3D {
  const values = Float32Array.from({ length: 2 * steps * channels }, () => random.normal());
  // The last two steps of the first row are padding.
  if (padded) values.fill(0, 3 * channels, 5 * channels);
  return tf.tensor3d(values, [2, steps, channels]);
}

describe('a recurrent layer with the same units off at every step', () => {
  it('is the layer of tfjs with the same weights when nothing is drawn', () => {
    fc.assert(
      fc.property(optionsOf, fc.boolean(), fc.integer(), (options, padded, seed) => {
        const random = new Random(Math.abs(seed), 'weights');
        const own = networkOf(new VariationalRecurrent(options), padded);
        const other = networkOf(reference(options), padded);
        // By name, for tfjs puts a bias last.
        const sorted = (network: LayersModel) =>
          [...network.weights].sort((a, b) =>
            a.originalName.replace(/^[^/]*\//, '') < b.originalName.replace(/^[^/]*\//, '') ? -1 : 1,
          );
        const values = sorted(own).map(({ shape }) =>
          tf.tensor(
            Float32Array.from({ length: shape.reduce<number>((a, b) => a * (b ?? 1), 1) }, () =>
              random.normal(),
            ),
            shape.map((size) => size ?? 1),
          ),
        );
        for (const network of [own, other]) {
          sorted(network).forEach((weight, place) => weight.write(values[place] ?? tf.scalar(0)));
        }
        const x = rowsOf(random, padded);
        const [mine, theirs] = [own, other].map((network) => (network.predict(x) as tf.Tensor).dataSync());
        expect(mine?.length).toBe(theirs?.length);
        mine?.forEach((value, place) => expect(value).toBeCloseTo(theirs?.[place] ?? Number.NaN, 5));
      }),
      { numRuns: 30 },
    );
  });

  it('has the same units off at every step, and all of them on after training', () => {
    const layer = new VariationalRecurrent({
      name: 'kept',
      cell: 'gru',
      units: 2,
      sequences: true,
      bidirectional: false,
      rate: 0.5,
    });
    const network = networkOf(layer, false);
    const [kernel, bias, recurrent] = ['kernel', 'bias', 'recurrent_kernel'].map((name) =>
      network.weights.find(({ originalName }) => originalName.endsWith(`/${name}`)),
    );
    kernel?.write(tf.ones([channels, 6]));
    recurrent?.write(tf.ones([2, 6]));
    bias?.write(tf.zeros([6]));
    expect(layer.noiseShape(7)).toEqual([7, channels + 2]);
    const x = rowsOf(new Random(3, 'x'), false);
    const changedAt = (step: number) => {
      const values = x.arraySync();
      const row = values[0]?.[step];
      if (row !== undefined) row[1] = 9;
      return tf.tensor3d(values);
    };
    // The second channel is off in both rows: what it holds does not matter at any step.
    layer.noise = tf.tensor2d([2, 0, 2, 0, 2, 2, 0, 2, 0, 2], [2, 5]);
    const answer = (rows: tf.Tensor3D, training: boolean) =>
      Array.from((network.apply(rows, { training }) as tf.Tensor).dataSync());
    for (let step = 0; step < steps; step++) {
      expect(answer(changedAt(step), true)).toEqual(answer(x, true));
      expect(answer(changedAt(step), false)).not.toEqual(answer(x, false));
    }
    expect(answer(x, true)).not.toEqual(answer(x, false));
  });

  it('draws zeros at its rate and keeps the mean', () => {
    const layer = new VariationalRecurrent({
      name: 'kept',
      cell: 'lstm',
      units: 2,
      sequences: false,
      bidirectional: false,
      rate: 0.25,
    });
    const values = new Float32Array(40_000);
    layer.fill(new Random(1, 'noise 1'), values);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(1, 1);
  });

  it('is read back as it was saved', async () => {
    const options = {
      name: 'kept',
      cell: 'lstm',
      units: 3,
      sequences: false,
      bidirectional: true,
      rate: 0.2,
    } as const;
    const network = networkOf(new VariationalRecurrent(options), false);
    const topology = JSON.parse(JSON.stringify(network.toJSON(undefined, false))) as Record<string, never>;
    const again = await models.modelFromJSON({ modelTopology: topology });
    again.setWeights(network.getWeights());
    const x = rowsOf(new Random(4, 'x'), false);
    expect((again.predict(x) as tf.Tensor).arraySync()).toEqual(
      (network.predict(x) as tf.Tensor).arraySync(),
    );
  });
});
