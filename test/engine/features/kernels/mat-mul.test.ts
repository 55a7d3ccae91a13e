import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { installMatrixProducts } from '../../../../src-main/engine/features/kernels/mat-mul';
import { Random } from '../../../../src-main/engine/random';

const kernels = [tf.BatchMatMul, tf._FusedMatMul];
const original = new Map<string, tf.KernelConfig>();
const ours = new Map<string, tf.KernelConfig>();

beforeAll(async () => {
  await tf.setBackend('cpu');
  for (const name of kernels) original.set(name, tf.getKernel(name, 'cpu'));
  installMatrixProducts();
  for (const name of kernels) ours.set(name, tf.getKernel(name, 'cpu'));
});

/** Runs a computation with a set of kernels in place. */
function withKernels(set: Map<string, tf.KernelConfig>, compute: () => tf.Tensor): Float32Array {
  for (const [name, kernel] of set) {
    tf.unregisterKernel(name, 'cpu');
    tf.registerKernel(kernel);
  }
  return tf.tidy(() => Float32Array.from(compute().dataSync()));
}

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  inner: fc.integer({ min: 1, max: 90 }),
  columns: fc.integer({ min: 1, max: 20 }),
  turnedLeft: fc.boolean(),
  turnedRight: fc.boolean(),
  bias: fc.boolean(),
  activation: fc.constantFrom('linear' as const, 'relu' as const),
  seed: fc.nat(),
});

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

test('products are those of tfjs, turned or not, with bias and activation, and with gradients', () => {
  fc.assert(
    fc.property(shape, ({ rows, inner, columns, turnedLeft, turnedRight, bias, activation, seed }) => {
      const random = new Random(seed);
      const matrix = (m: number, n: number): tf.Tensor2D =>
        tf.tensor2d(
          Float32Array.from({ length: m * n }, () => random.normal()),
          [m, n],
        );
      const a = turnedLeft ? matrix(inner, rows) : matrix(rows, inner);
      const b = turnedRight ? matrix(columns, inner) : matrix(inner, columns);
      const shift = tf.tensor1d(Float32Array.from({ length: columns }, () => random.normal()));
      const fused = (): tf.Tensor =>
        tf.fused.matMul({
          a,
          b,
          transposeA: turnedLeft,
          transposeB: turnedRight,
          ...(bias ? { bias: shift } : {}),
          activation,
        });
      const plain = (): tf.Tensor => tf.matMul(a, b, turnedLeft, turnedRight);
      const gradient = (): tf.Tensor =>
        tf.grad((x: tf.Tensor) => tf.sum(tf.square(tf.matMul(x, b, turnedLeft, turnedRight))))(a);
      for (const compute of [fused, plain, gradient]) {
        const scale = compute === gradient ? 200 : 1;
        if (largestDifference(withKernels(ours, compute), withKernels(original, compute)) > 2e-5 * scale)
          return false;
      }
      tf.dispose([a, b, shift]);
      return true;
    }),
    { numRuns: 150 },
  );
});

test('batches of several matrices are left to tfjs', () => {
  const compute = (): tf.Tensor =>
    tf.matMul(tf.ones([3, 2, 4]), tf.mul(tf.ones([3, 4, 5]), tf.tensor3d([1, 2, 3], [3, 1, 1])));
  const values = withKernels(ours, compute);
  expect(values).toEqual(withKernels(original, compute));
  expect([values[0], values[10], values[20]]).toEqual([4, 8, 12]);
});

test('no tensor is left behind', () => {
  withKernels(ours, () => tf.zeros([1]));
  const before = tf.memory().numTensors;
  tf.tidy(() => tf.matMul(tf.ones([4, 5]), tf.ones([5, 6])).dataSync());
  expect(tf.memory().numTensors).toBe(before);
});
