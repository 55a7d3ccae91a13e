import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { installImageGradients } from '../../../../src-main/engine/features/kernels/image-gradients';
import { Random } from '../../../../src-main/engine/random';

type Linear = (x: tf.Tensor4D) => tf.Tensor4D;

beforeAll(async () => {
  await tf.setBackend('cpu');
  installImageGradients();
});

const pair = (max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
const operations: Record<string, fc.Arbitrary<Linear>> = {
  'averages of windows': fc
    .record({ window: pair(4), stride: pair(3), pad: fc.constantFrom('same' as const, 'valid' as const) })
    .map(
      ({ window, stride, pad }): Linear =>
        (x) =>
          tf.avgPool(x, window, stride, pad),
    ),
  'resizing to the nearest': fc.record({ size: pair(9), corners: fc.boolean() }).map(
    ({ size, corners }): Linear =>
      (x) =>
        tf.image.resizeNearestNeighbor(x, size, corners),
  ),
  'resizing with shares': fc.record({ size: pair(9), corners: fc.boolean() }).map(
    ({ size, corners }): Linear =>
      (x) =>
        tf.image.resizeBilinear(x, size, corners),
  ),
};

// For a linear y = A x the gradient of (w . y) is A' w, whatever x is; so (A' w) . v = w . (A v) for any v.
test.each(Object.entries(operations))('%s: the gradient is the adjoint', (_name, operation) => {
  fc.assert(
    fc.property(
      operation,
      fc.integer({ min: 1, max: 3 }),
      fc.tuple(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 4, max: 7 })),
      fc.nat(),
      (linear, rows, size, seed) => {
        const random = new Random(seed);
        const normal = (shape: number[]): tf.Tensor4D =>
          tf.tensor4d(
            Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
            shape as [number, number, number, number],
          );
        tf.tidy(() => {
          const v = normal([rows, ...size, 2]);
          const image = linear(v);
          const w = normal(image.shape);
          const gradient = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(linear(x as tf.Tensor4D), w)))(v);
          const [left, right] = [tf.sum(tf.mul(gradient, v)), tf.sum(tf.mul(w, image))].map(
            (sum) => sum.dataSync()[0] ?? Number.NaN,
          );
          expect(left).toBeCloseTo(right ?? Number.NaN, 3);
        });
      },
    ),
    { numRuns: 100 },
  );
});

test('no tensor is left behind', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.ones<tf.Rank.R4>([2, 3, 3, 1]);
    for (const linear of [
      (z: tf.Tensor) => tf.avgPool(z as tf.Tensor4D, 2, 2, 'same'),
      (z: tf.Tensor) => tf.image.resizeNearestNeighbor(z as tf.Tensor4D, [6, 6]),
    ]) {
      tf.grad((z: tf.Tensor) => tf.sum(linear(z)))(x).dataSync();
    }
  });
  expect(tf.memory().numTensors).toBe(before);
});
