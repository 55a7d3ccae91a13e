import * as tf from '@tensorflow/tfjs-core';
// Brings the gradients of operations.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { clipByNorm, clipByValue } from '../../../src-main/engine/learning/regularization/clipping';
import { limitNorms } from '../../../src-main/engine/learning/regularization/max-norm';
import { addPenalty } from '../../../src-main/engine/learning/regularization/penalty';
import { keras, largestRelative } from './fixture';

beforeAll(startTensors);

const { limits } = keras;

test('max-norm limits kernels as Keras does, and no bias', () => {
  const bias = [9, -9, 9];
  const limited = limitNorms(tf.tensor1d([...limits.kernel, ...bias]), [[5, 3], [3]], 1.5).dataSync();
  expect(largestRelative(limited.slice(0, 15), limits.maxNorm)).toBeLessThan(1e-5);
  expect([...limited.slice(15)]).toEqual(bias);
});

test('clipping is that of TensorFlow', () => {
  const gradient = tf.tensor1d(limits.gradient);
  expect(largestRelative(clipByNorm(gradient, 2).dataSync(), limits.clipNorm)).toBeLessThan(1e-5);
  expect(largestRelative(clipByValue(gradient, 1).dataSync(), limits.clipValue)).toBeLessThan(1e-6);
  // What is short enough already is left as it is, and nothing is divided by zero.
  expect([...clipByNorm(tf.tensor1d([0.25, 0]), 2).dataSync()]).toEqual([0.25, 0]);
  expect([...clipByNorm(tf.zeros([2]), 2).dataSync()]).toEqual([0, 0]);
});

test('the penalty has the gradient of l1 sum |w| + l2 sum w^2 over kernels', () => {
  const weight = fc.double({ min: 0.1, max: 3, noNaN: true });
  fc.assert(
    fc.property(fc.array(weight, { minLength: 4, maxLength: 4 }), weight, weight, (values, l1, l2) => {
      const signed = values.map((value, index) => (index % 2 === 0 ? value : -value));
      const parameters = tf.tensor1d(signed);
      const kernels = tf.tensor1d([1, 1, 1, 0]);
      const expected = tf.grad((w: tf.Tensor) => {
        const kernel = tf.mul(w, kernels);
        return tf.add(tf.mul(tf.sum(tf.abs(kernel)), l1), tf.mul(tf.sum(tf.square(kernel)), l2));
      })(parameters);
      const actual = addPenalty(tf.zeros([4]), parameters, kernels, { l1, l2 });
      expect(largestRelative(actual.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
    }),
  );
});
