import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { multiplicationsOf } from '../../../src-main/engine/compile/graph/multiplications';
import { record, trace } from '../../../src-main/engine/compile/trace/trace';

beforeAll(() => tf.setBackend('cpu'));

const images = tf.ones<tf.Rank.R4>([2, 6, 5, 3]);
const counted = (work: () => tf.Tensor): number => multiplicationsOf(record(() => ({ y: work() }), {}).graph);
const gradients =
  (x: tf.Tensor, filter: tf.Tensor, operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) => () =>
    tf.addN(
      tf
        .grads((a: tf.Tensor, b: tf.Tensor) => operation(a, b))([x, filter])
        .map((part) => tf.sum(part)),
    );

describe('multiplications', () => {
  // [2, 4, 4, 7] results of 3 x 2 x 3 products each.
  const dense = 2 * 4 * 4 * 7 * (3 * 2 * 3);
  // [2, 4, 4, 6] results of 3 x 2 products each.
  const each = 2 * 4 * 4 * 6 * (3 * 2);
  const filter = tf.ones<tf.Rank.R4>([3, 2, 3, 7]);
  const perChannel = tf.ones<tf.Rank.R4>([3, 2, 3, 2]);
  const convolve = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid');
  const convolveEach = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid');

  it.each([
    ['a product', 4 * 3 * 5, () => tf.matMul(tf.ones([4, 3]), tf.ones([3, 5]))],
    ['a product, turned', 4 * 3 * 5, () => tf.matMul(tf.ones([3, 4]), tf.ones([5, 3]), true, true)],
    ['a convolution', dense, () => convolve(images, filter)],
    [
      'a convolution with a bias',
      dense,
      () => tf.fused.conv2d({ x: images, filter, strides: 1, pad: 'valid', bias: tf.ones([7]) }),
    ],
    // Forward, and as many again for each of two gradients.
    ['a convolution and its gradients', 3 * dense, gradients(images, filter, convolve)],
    ['a convolution of each channel', each, () => convolveEach(images, perChannel)],
    [
      'a convolution of each channel and its gradients',
      3 * each,
      gradients(images, perChannel, convolveEach),
    ],
    ['what multiplies no matrix', 0, () => tf.relu(images)],
  ])('of %s', (_name, expected, work) => {
    expect(counted(work)).toBe(expected);
  });

  it('of any number of rows', () => {
    const graph = trace(
      ({ x }) => ({ y: tf.matMul(x as tf.Tensor2D, tf.ones([3, 5])) }),
      (rows) => ({ x: tf.ones([rows, 3]) }),
    );
    expect(multiplicationsOf(graph)).toBe(15);
    expect(multiplicationsOf(graph, 100)).toBe(1500);
  });
});
