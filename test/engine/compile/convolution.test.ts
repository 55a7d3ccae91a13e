import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skippedProducts } from '../../../src-main/engine/compile/trace/skipped';
import { record } from '../../../src-main/engine/compile/trace/trace';
import { Random } from '../../../src-main/engine/random';
import { compareWithOnnx } from './support/compare';
import { convolution, convolutionCases, fused, pooling } from './support/convolution-cases';
import { imageCases, resizing } from './support/image-cases';
import type { Resizing } from './support/image-cases';
import { onnxOf } from './support/onnx';
import { convolutionOf, dilatedOf, pair, poolingOf, tilesOf } from './support/window-arbitraries';

const rows = [1, 5];
const settings = { numRuns: 60, seed: 20_261_124 };

describe('any windows over images, with gradients, agree with tfjs in ONNX Runtime', () => {
  it.each([
    ['a convolution', false],
    ['a convolution of each channel', true],
  ])('%s', async (_name, perChannel) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(convolutionOf, dilatedOf), async (of) => {
        await compareWithOnnx({ ...convolution(of, perChannel), rows });
      }),
      settings,
    );
  });

  it.each([
    ['a fused convolution', false],
    ['a fused convolution of each channel', true],
  ])('%s', async (_name, perChannel) => {
    const activation = fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu');
    await fc.assert(
      fc.asyncProperty(
        convolutionOf,
        fc.constantFrom('same' as const, 'valid' as const),
        activation,
        async (of, pad, name) => {
          await compareWithOnnx({ ...fused({ ...of, pad }, perChannel, name), rows });
        },
      ),
      settings,
    );
  });

  it.each([
    ['the largest of a window', 'max'],
    ['the mean of a window', 'avg'],
  ] as const)('%s', async (_name, kind) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(poolingOf, tilesOf), async (of) => {
        await compareWithOnnx({ ...pooling(of, kind), rows });
      }),
      settings,
    );
  });
});

describe('images of any size made larger or smaller, with gradients, agree with tfjs in ONNX Runtime', () => {
  // The gradients of tfjs take pixels from their corners always.
  const resized: fc.Arbitrary<Resizing> = fc.record({
    // With its corners kept, tfjs never ends on the gradient of a single pixel.
    from: pair(2, 7),
    to: pair(1, 7),
    alignCorners: fc.boolean(),
    halfPixelCenters: fc.constant(false),
  });
  it.each(['resizeNearestNeighbor', 'resizeBilinear'] as const)('%s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(resized, async (of) => {
        await compareWithOnnx({ ...resizing(of, kind), rows });
      }),
      settings,
    );
  });
});

describe('the gradient of a maximum', () => {
  it.each([
    ['windows side by side', 2],
    ['windows that overlap', 1],
  ])('of equal numbers the first in each window has it all: %s', async (_name, step) => {
    const comparison = pooling(
      { size: [4, 4], channels: 1, pad: 'valid', window: [2, 2], stride: [step, step] },
      'max',
    );
    const begins = (place: number): boolean => place % step === 0 && place + 2 <= 4;
    const expected = Array.from({ length: 16 }, (_, index) =>
      // The gradient of the square of 1 is 2.
      begins(Math.floor(index / 4)) && begins(index % 4) ? 2 : 0,
    );
    const gradient = comparison.work({ x: tf.ones([1, 4, 4, 1]) })['dx'];
    expect(Array.from(gradient?.dataSync() ?? [])).toEqual(expected);
    await compareWithOnnx({ ...comparison, example: (count) => ({ x: tf.ones([count, 4, 4, 1]) }) });
  });
});

describe('a trace that computes no convolution', () => {
  it.each(Object.entries({ ...convolutionCases, ...imageCases }))(
    'has the shapes of one that does: %s',
    (_name, comparison) => {
      const inputs = comparison.example(3, new Random(2));
      const whole = record(comparison.work, inputs).graph;
      const skipped = record(comparison.work, inputs, skippedProducts).graph;
      expect(skipped.values).toEqual(whole.values);
      expect(skipped.nodes).toEqual(whole.nodes);
    },
  );
});

describe('refuses, by name', () => {
  const x = tf.ones([1, 4, 4, 2]) as tf.Tensor4D;
  const refused: [string, () => tf.Tensor][] = [
    ['images with their channels first', () => tf.conv2d(x, tf.ones([1, 1, 4, 2]), 1, 'valid', 'NCHW')],
    ['a pooling of whole numbers', () => tf.maxPool(tf.cast(x, 'int32'), 2, 2, 'valid')],
    ['windows that do not reach the end', () => tf.conv2d(x, tf.ones([4, 1, 2, 2]), 1, 1)],
    ['a pooling of padding alone', () => tf.maxPool(x, 1, 1, 1)],
  ];
  it.each(refused)('%s', (_name, work) => {
    const { graph } = record(() => ({ y: work() }), { x });
    expect(() => onnxOf(graph)).toThrow(expect.objectContaining({ code: 'KERNEL_NOT_SUPPORTED' }));
  });
});
