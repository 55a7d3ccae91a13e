import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import { bit, hostile, id, make, normal, of, ofOne, whole } from './cases';
import type { Maker } from './cases';
import type { Comparison } from './compare';

const wide = (maker: Maker, type: 'float32' | 'int32' | 'bool' = 'float32'): Comparison['example'] => {
  return (rows, random) => ({ x: make(random, [rows, 4, 3], maker, type) });
};

/** Kernels that take values from places, or put them there. */
export const placeCases: Record<string, Comparison> = {
  Einsum: {
    ...of(
      (read) => tf.einsum('abc,cd->adb', read('x'), read('w')),
      (rows, random) => ({ x: make(random, [rows, 4, 3], normal), w: make(random, [3, 5], normal) }),
    ),
    tolerance: 1e-5,
  },
  'Einsum of one': {
    ...of(
      (read) => tf.einsum('abc -> cb', read('x')),
      (rows, random) => ({ x: make(random, [rows, 4, 3], normal) }),
    ),
    tolerance: 1e-5,
  },
  'FusedBatchNorm that neither scales nor shifts': {
    ...ofOne((value) => tf.batchNorm(value, tf.tensor1d([0, 1, -2]), tf.tensor1d([1, 4, 0.01])), normal),
    tolerance: 1e-5,
  },
  GatherNd: of(
    (read) => tf.gatherND(read('w'), read('x')),
    (rows, random) => ({
      w: make(random, [4, 4, 2], hostile),
      x: make(random, [rows, 2], id(4), 'int32'),
    }),
  ),
  LinSpace: ofOne((value) => tf.add(value, tf.linspace(-1, 2.3, 3))),
  Range: ofOne((value) => tf.add(value, tf.range(0.3, 0.6, 0.1))),
  'Range of whole numbers, downwards': ofOne(
    (value) => tf.add(value, tf.range(5, 2, 1, 'int32')),
    whole,
    'int32',
  ),
  'Range of the rows': of(
    (read) => tf.mul(read('x'), tf.expandDims(tf.range(0, read('x').shape[0] ?? 0, 1, 'int32'), 1)),
    (rows, random) => ({ x: make(random, [rows, 3], whole, 'int32') }),
  ),
  Reverse: of((read) => tf.reverse(read('x'), [1, -1]), wide(hostile)),
  'Reverse of the rows': of((read) => tf.reverse(read('x'), 0), wide(whole, 'int32')),
  'Reverse bool': of((read) => tf.reverse(read('x'), 1), wide(bit, 'bool')),
  'ScatterNd adds up': {
    ...of(
      (read) => tf.scatterND(read('places') as tf.Tensor2D, read('x'), [3, 2, 4]),
      (rows, random) => ({
        places: make(random, [rows, 2], id(2), 'int32'),
        x: make(random, [rows, 4], normal),
      }),
    ),
    tolerance: 1e-5,
  },
  'ScatterNd of single numbers': of(
    (read) => tf.scatterND(read('places') as tf.Tensor2D, read('x'), [3]),
    (rows, random) => ({
      places: make(random, [rows, 1], id(3), 'int32'),
      x: make(random, [rows], whole, 'int32'),
    }),
  ),
  SparseToDense: of(
    (read) =>
      tf.sparseToDense(
        tf.tensor2d(
          [
            [0, 1],
            [3, 2],
          ],
          [2, 2],
          'int32',
        ),
        tf.slice(tf.max(read('x'), 0), [0], [2]),
        [4, 3],
        tf.min(read('x')) as tf.Scalar,
      ),
    (rows, random) => ({ x: make(random, [rows, 3], normal) }),
  ),
  'SparseToDense of one number': of(
    (read) =>
      tf.sparseToDense(tf.tensor1d([4, 1], 'int32'), tf.max(read('x')) as tf.Scalar, [6], tf.scalar(0.5)),
    (rows, random) => ({ x: make(random, [rows, 3], normal) }),
  ),
  StridedSlice: of(
    (read) => tf.stridedSlice(read('x'), [0, 1, 2], [0, 4, 0], [1, 2, -1], 1, 1),
    wide(hostile),
  ),
  'StridedSlice that drops and adds axes': of(
    (read) => tf.stridedSlice(read('x'), [0, -1, 0, 1], [0, 0, 0, 3], [1, 1, 1, 1], 1, 1, 0, 4, 2),
    wide(hostile),
  ),
  'StridedSlice after an ellipsis': of(
    (read) => tf.stridedSlice(read('x'), [0, 1], [0, 3], [1, 1], 0, 0, 1),
    wide(hostile),
  ),
  'StridedSlice backwards': of(
    (read) => tf.stridedSlice(read('x'), [0, -1], [read('x').shape[0] ?? 0, 0], [1, -2], 0, 2),
    wide(hostile),
  ),
  TopK: of((read) => {
    const { values, indices } = tf.topk(read('x'), 2);
    return { values, indices };
  }, wide(whole)),
  UnsortedSegmentSum: {
    ...of(
      (read) => tf.unsortedSegmentSum(read('x'), read('ids') as tf.Tensor1D, 5),
      (rows, random) => ({
        x: make(random, [rows, 2, 3], normal),
        ids: make(random, [rows], (source) => source.below(9) - 2, 'int32'),
      }),
    ),
    tolerance: 1e-5,
  },
  'UnsortedSegmentSum of a list': {
    ...of(
      (read) => tf.unsortedSegmentSum(read('x'), read('ids') as tf.Tensor1D, 1),
      (rows, random) => ({ x: make(random, [rows], normal), ids: make(random, [rows], id(2), 'int32') }),
    ),
    tolerance: 1e-5,
  },
  'UnsortedSegmentSum as the gradient of GatherV2': {
    ...of(
      (read) =>
        tf.grad((table) => tf.sum(tf.square(tf.gather(table, tf.cast(read('ids'), 'int32')))))(read('table')),
      (rows, random) => ({ table: make(random, [7, 3], normal), ids: make(random, [rows, 2], id(7)) }),
    ),
    tolerance: 1e-4,
  },
};
