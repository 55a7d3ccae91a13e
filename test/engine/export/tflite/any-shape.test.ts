import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { bit, halves, make, normal, of, whole } from '../../compile/support/cases';
import type { Maker } from '../../compile/support/cases';
import { convolution, fused, pooling } from '../../compile/support/convolution-cases';
import { resizing } from '../../compile/support/image-cases';
import { convolutionOf, dilatedOf, pair, poolingOf, tilesOf } from '../../compile/support/window-arbitraries';
import type { Comparison } from '../../compile/support/compare';
import { compareWithLite } from './support';

const settings = { numRuns: 25, seed: 20_261_124 };
const size = fc.integer({ min: 1, max: 5 });
/** The sizes behind the rows. */
const shapes = fc.array(size, { minLength: 1, maxLength: 3 });

async function always<T>(arbitrary: fc.Arbitrary<T>, comparison: (value: T) => Comparison): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      await compareWithLite({ tolerance: 1e-5, ...comparison(value) }, 4);
    }),
    settings,
  );
}

const one = (
  shape: readonly number[],
  maker: Maker = normal,
  type: 'float32' | 'int32' | 'bool' = 'float32',
) => ((rows, random) => ({ x: make(random, [rows, ...shape], maker, type) })) satisfies Comparison['example'];

/** A shape, and one that is broadcast with it: sizes of 1 in some places, axes left out in front. */
const broadcast = shapes.chain((shape) =>
  fc
    .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat(shape.length))
    .map(([ones, left]) => ({
      shape,
      other: shape.map((length, axis) => (ones[axis] === true ? 1 : length)).slice(left),
    })),
);

const axesOf = (rank: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.integer({ min: 1, max: rank }), { minLength: 1, maxLength: rank });

describe('operations on any shapes agree with tfjs in LiteRT', () => {
  const arithmetic = {
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    maximum: tf.maximum,
    minimum: tf.minimum,
    squaredDifference: tf.squaredDifference,
    less: tf.less,
    greaterEqual: tf.greaterEqual,
    equal: tf.equal,
    mod: tf.mod,
  };
  it.each(Object.entries(arithmetic))('%s, broadcast', (_name, operation) =>
    always(broadcast, ({ shape, other }) =>
      of(
        (read) => operation(read('x'), read('w')),
        (rows, random) => ({
          x: make(random, [rows, ...shape], halves),
          w: make(random, other, (source) => halves(source) + 20.25),
        }),
      ),
    ),
  );

  const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };
  it.each(Object.entries(reductions))('%s along any axes', (_name, reduce) =>
    always(
      shapes.chain((shape) => fc.tuple(fc.constant(shape), axesOf(shape.length), fc.boolean())),
      ([shape, axes, keep]) => of((read) => reduce(read('x'), axes, keep), one(shape)),
    ),
  );

  it('all and any along any axes', () =>
    always(
      shapes.chain((shape) => fc.tuple(fc.constant(shape), axesOf(shape.length), fc.boolean())),
      ([shape, axes, keep]) =>
        of(
          (read) => ({ all: tf.all(read('x'), axes, keep), any: tf.any(read('x'), axes, keep) }),
          one(shape, bit, 'bool'),
        ),
    ));

  it('transpose', () =>
    always(
      shapes.chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.shuffledSubarray(
            shape.map((_, axis) => axis + 1),
            { minLength: shape.length },
          ),
        ),
      ),
      ([shape, order]) => of((read) => tf.transpose(read('x'), [0, ...order]), one(shape)),
    ));

  it('slice, reverse and pad', () =>
    always(
      shapes.chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.tuple(
            ...shape.map((length) =>
              fc
                .nat(length - 1)
                .chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: length - begin }))),
            ),
          ),
          fc.tuple(...shape.map(() => pair(0, 2))),
          axesOf(shape.length),
          fc.constantFrom(0, 3),
        ),
      ),
      ([shape, bounds, paddings, axes, value]) =>
        of(
          (read) => ({
            slice: tf.slice(
              read('x'),
              [0, ...bounds.map(([begin]) => begin)],
              [-1, ...bounds.map(([, length]) => length)],
            ),
            reverse: tf.reverse(read('x'), axes),
            pad: tf.pad(read('x'), [[0, 0], ...paddings], value),
          }),
          one(shape),
        ),
    ));

  it('concat, stack, unstack and split along any axis', () =>
    always(
      shapes.chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.integer({ min: 1, max: shape.length }),
          fc.integer({ min: 1, max: shape.length + 1 }),
        ),
      ),
      ([shape, axis, stacked]) =>
        of((read) => {
          const x = read('x');
          const length = x.shape[axis] ?? 1;
          const parts = length > 1 ? tf.split(x, [1, length - 1], axis) : [x];
          return {
            concat: tf.concat([x, tf.neg(x)], axis),
            stack: tf.stack([x, tf.neg(x)], stacked),
            unstack: tf.addN(tf.unstack(x, axis)),
            split: tf.concat([...parts].reverse(), axis),
          };
        }, one(shape)),
    ));

  it('gather and one-hot', () =>
    always(fc.tuple(size, size, fc.integer({ min: 2, max: 6 })), ([width, count, depth]) =>
      of(
        (read) => ({
          rows: tf.gather(make0(depth, width), read('x')),
          hot: tf.oneHot(read('x'), depth),
        }),
        one([count], (random) => random.below(depth), 'int32'),
      ),
    ));

  it('products of matrices and of stacks', () =>
    always(
      fc.record({ inner: size, left: size, right: size, stack: size, a: fc.boolean(), b: fc.boolean() }),
      ({ inner, left, right, stack, a, b }) =>
        of(
          (read) => ({
            weights: tf.matMul(tf.reshape(read('x'), [-1, inner]), make0(inner, right)),
            stacks: tf.matMul(
              a ? tf.transpose(read('x'), [0, 1, 3, 2]) : read('x'),
              b ? tf.transpose(read('y'), [0, 1, 3, 2]) : read('y'),
              a,
              b,
            ),
          }),
          (rows, random) => ({
            x: make(random, [rows, stack, left, inner], normal),
            y: make(random, [rows, stack, inner, right], normal),
          }),
        ),
    ));

  it('cumulative sums and places of extremes', () =>
    always(fc.tuple(size, fc.boolean(), fc.boolean()), ([length, exclusive, reverse]) =>
      of(
        (read) => ({
          sums: tf.cumsum(read('x'), 1, exclusive, reverse),
          largest: tf.argMax(read('x'), 1),
          smallest: tf.argMin(read('x'), -1),
        }),
        one([length], whole),
      ),
    ));
});

/** A constant table of so many rows. */
function make0(rows: number, columns: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, index) => Math.sin(index + 1)),
    [rows, columns],
  );
}

describe('any windows over images agree with tfjs in LiteRT', () => {
  it.each([
    ['a convolution', false],
    ['a convolution of each channel', true],
  ])('%s', (_name, perChannel) =>
    always(fc.oneof(convolutionOf, dilatedOf), (shape) => convolution(shape, perChannel)),
  );

  it.each([
    ['a fused convolution', false],
    ['a fused convolution of each channel', true],
  ])('%s', (_name, perChannel) =>
    always(
      fc.tuple(
        convolutionOf,
        fc.constantFrom('same' as const, 'valid' as const),
        fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'),
      ),
      ([shape, pad, activation]) => fused({ ...shape, pad }, perChannel, activation),
    ),
  );

  it('the largest of a window', () => always(fc.oneof(poolingOf, tilesOf), (shape) => pooling(shape, 'max')));

  // A mean over windows that hang over by another padding than "same" counts what is inside, which no operator does.
  it('the mean of a window', () =>
    always(
      fc.oneof(
        poolingOf.filter(({ pad }) => typeof pad === 'string'),
        tilesOf,
      ),
      (shape) => pooling(shape, 'avg'),
    ));

  it.each(['resizeNearestNeighbor', 'resizeBilinear'] as const)('%s', (kind) =>
    always(
      fc.record({
        from: pair(2, 6),
        to: pair(1, 6),
        alignCorners: fc.boolean(),
        halfPixelCenters: fc.constant(false),
      }),
      (shape) => resizing(shape, kind),
    ),
  );
});
