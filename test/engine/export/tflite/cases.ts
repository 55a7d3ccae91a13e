import * as tf from '@tensorflow/tfjs-core';
import { make, normal, of, ofTwo } from '../../compile/support/cases';
import type { Comparison } from '../../compile/support/compare';
import { kernelCases } from '../../compile/support/kernel-cases';

/** A constant of numbers between -1 and 1. */
const weights = (...shape: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, index) =>
      Math.sin(index + 1),
    ),
    shape,
  );

const byWeights = (activation: 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'prelu'): Comparison => ({
  ...of(
    (read) =>
      tf.fused.matMul({
        a: read('x') as tf.Tensor2D,
        b: weights(5, 4) as tf.Tensor2D,
        bias: weights(4) as tf.Tensor1D,
        activation,
        preluActivationWeights: weights(4),
      }),
    (rows, random) => ({ x: make(random, [rows, 5], normal) }),
  ),
  tolerance: 1e-5,
});

const images = (tensor: tf.Tensor): tf.Tensor4D => tensor as tf.Tensor4D;

/** As the cases of ONNX, but for what LiteRT treats in its own way, and kernels that ONNX has for training alone. */
const ownCases: Record<string, Comparison> = {
  '_FusedMatMul by weights': byWeights('linear'),
  '_FusedMatMul by weights, relu': byWeights('relu'),
  '_FusedMatMul by weights, relu6': byWeights('relu6'),
  '_FusedMatMul by weights, elu': byWeights('elu'),
  '_FusedMatMul by weights, sigmoid': byWeights('sigmoid'),
  '_FusedMatMul by weights, prelu': byWeights('prelu'),
  'BatchMatMul by weights': {
    ...of(
      (read) => tf.matMul(read('x'), weights(4, 5), false, true),
      (rows, random) => ({ x: make(random, [rows, 5], normal) }),
    ),
    tolerance: 1e-5,
  },
  'Conv2D by weights': {
    ...of(
      (read) => tf.conv2d(images(read('x')), images(weights(3, 2, 2, 4)), [1, 2], 'same'),
      (rows, random) => ({ x: make(random, [rows, 5, 4, 2], normal) }),
    ),
    tolerance: 1e-5,
  },
  'DepthwiseConv2dNative by weights': {
    ...of(
      (read) => tf.depthwiseConv2d(images(read('x')), images(weights(3, 2, 2, 3)), 1, 'valid'),
      (rows, random) => ({ x: make(random, [rows, 5, 4, 2], normal) }),
    ),
    tolerance: 1e-5,
  },
  // NaN on one side: some interpreters give the other one. No feature lets NaN into a network.
  Maximum: ofTwo(tf.maximum, normal),
  Minimum: ofTwo(tf.minimum, normal),
  Conv2DBackpropInput: {
    ...of(
      (read) =>
        tf.conv2dTranspose(
          images(read('x')),
          images(read('f')),
          [read('x').shape[0] ?? 1, 6, 8, 3],
          2,
          'same',
        ),
      (rows, random) => ({ x: make(random, [rows, 3, 4, 2], normal), f: make(random, [3, 3, 3, 2], normal) }),
    ),
    tolerance: 1e-5,
  },
  'Conv2DBackpropInput valid': {
    ...of(
      (read) =>
        tf.conv2dTranspose(
          images(read('x')),
          images(read('f')),
          [read('x').shape[0] ?? 1, 6, 5, 3],
          [2, 1],
          'valid',
        ),
      (rows, random) => ({ x: make(random, [rows, 2, 4, 2], normal), f: make(random, [4, 2, 3, 2], normal) }),
    ),
    tolerance: 1e-5,
  },
  'Einsum of stacks': {
    ...of(
      (read) => tf.einsum('bthd,bshd->bhts', read('x'), read('y')),
      (rows, random) => ({
        x: make(random, [rows, 4, 2, 3], normal),
        y: make(random, [rows, 5, 2, 3], normal),
      }),
    ),
    tolerance: 1e-5,
  },
};

/** Kernels that only training asks for, and one that no layer does. */
const forTraining = /Grad|Backprop|UnsortedSegmentSum|SparseToDense/;
/** A case or more of each kernel that can be written as TensorFlow Lite. */
export const liteCases: Record<string, Comparison> = {
  ...Object.fromEntries(Object.entries(kernelCases).filter(([name]) => !forTraining.test(name))),
  ...ownCases,
};
