import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { hostile, make, normal } from './support/cases';
import { compareWithOnnx } from './support/compare';

beforeAll(startTensors);

const settings = { numRuns: 60, seed: 20_261_124 };

/** What is taken of one axis of this size; a single place must be one that there is. */
const taken = (size: number) =>
  fc.record({
    begin: fc.integer({ min: -size - 2, max: size + 2 }),
    end: fc.integer({ min: -size - 2, max: size + 2 }),
    stride: fc.constantFrom(1, 2, 3, -1, -2),
    beginMasked: fc.boolean(),
    endMasked: fc.boolean(),
    place: fc.option(fc.integer({ min: -size, max: size - 1 })),
  });

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

describe('of any size and place', () => {
  it('StridedSlice', async () => {
    await fc.assert(
      fc.asyncProperty(taken(5), taken(4), fc.boolean(), async (first, second, added) => {
        // tfjs mixes up axes when it takes single places and steps at once; the lowering refuses it.
        const single = first.place !== null || second.place !== null;
        const axes = [first, second].map((axis) => (single ? { ...axis, stride: 1 } : axis));
        const bits = (choose: (axis: (typeof axes)[number]) => boolean): number =>
          // The rows, place 0, are taken whole; a new axis of size 1 may come after them.
          axes.reduce((mask, axis, index) => mask + (choose(axis) ? 2 ** (index + (added ? 2 : 1)) : 0), 0);
        const lists = (pick: (axis: (typeof axes)[number]) => number, other: number): number[] => [
          other,
          ...(added ? [other] : []),
          ...axes.map(pick),
        ];
        const cut = (x: tf.Tensor): tf.Tensor =>
          tf.stridedSlice(
            x,
            lists(({ begin, place }) => place ?? begin, 0),
            lists(({ end, place }) => (place === null ? end : place + 1), 0),
            lists(({ stride, place }) => (place === null ? stride : 1), 1),
            1 + bits(({ beginMasked, place }) => beginMasked && place === null),
            1 + bits(({ endMasked, place }) => endMasked && place === null),
            0,
            added ? 2 : 0,
            bits(({ place }) => place !== null),
          );
        // tfjs refuses some that take nothing.
        fc.pre(!throws(() => cut(tf.zeros([1, 5, 4]))));
        await compareWithOnnx({
          work: ({ x }) => ({ y: cut(x ?? tf.scalar(0)) }),
          example: (rows, random) => ({ x: make(random, [rows, 5, 4], hostile) }),
        });
      }),
      settings,
    );
  });

  it('UnsortedSegmentSum and ScatterNd: the sum of each place, whatever the places are', async () => {
    const size = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(size, size, fc.array(size, { maxLength: 2 }), async (count, other, rest) => {
        await compareWithOnnx({
          work: ({ x, ids, places }) => ({
            sums: tf.unsortedSegmentSum(x ?? tf.scalar(0), ids as tf.Tensor1D, count),
            scattered: tf.scatterND(places as tf.Tensor2D, x ?? tf.scalar(0), [count, other, ...rest]),
          }),
          example: (rows, random) => ({
            x: make(random, [rows, ...rest], normal),
            ids: make(random, [rows], () => random.below(count + 2) - 1, 'int32'),
            places: tf.stack(
              [count, other].map((most) => make(random, [rows], () => random.below(most), 'int32')),
              1,
            ),
          }),
          tolerance: 1e-5,
        });
      }),
      settings,
    );
  });
});
