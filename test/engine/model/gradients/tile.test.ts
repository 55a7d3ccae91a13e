import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { record } from '../../../../src-main/engine/compile/trace/trace';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import '../../../../src-main/engine/model/gradients';

beforeAll(startTensors);

const axis = fc.record({ size: fc.integer({ min: 1, max: 4 }), times: fc.integer({ min: 1, max: 4 }) });

it('each number gets the sum over its copies', () => {
  fc.assert(
    fc.property(fc.array(axis, { minLength: 1, maxLength: 4 }), (axes) => {
      tf.tidy(() => {
        const shape = axes.map(({ size }) => size);
        const repeats = axes.map(({ times }) => times);
        const x = tf.randomNormal(shape, 0, 1, 'float32', 1);
        const weights = tf.randomNormal(
          axes.map(({ size, times }) => size * times),
          0,
          1,
          'float32',
          2,
        );
        const gradient = tf.grad((value: tf.Tensor) => tf.sum(tf.mul(tf.tile(value, repeats), weights)))(x);
        // Place by place: where a copy came from.
        const expected = tf.buffer(shape);
        const buffer = weights.bufferSync();
        for (let index = 0; index < weights.size; index++) {
          const copy = buffer.indexToLoc(index);
          const origin = copy.map((place, dimension) => place % (shape[dimension] ?? 1));
          expected.set(Number(expected.get(...origin)) + Number(buffer.get(...copy)), ...origin);
        }
        expect(gradient.shape).toEqual(shape);
        const wanted = expected.toTensor().dataSync();
        gradient.dataSync().forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? 0, 4));
      });
    }),
  );
});

it('is a few operations however many copies there are', () => {
  const { graph } = record(
    ({ x }) => ({ y: tf.grad((value: tf.Tensor) => tf.sum(tf.tile(value, [40, 30])))(x ?? tf.scalar(0)) }),
    { x: tf.zeros([1, 2]) },
  );
  expect(graph.nodes.length).toBeLessThan(15);
});
