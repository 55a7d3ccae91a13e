import * as tf from '@tensorflow/tfjs-core';
import { windowShapes } from './skipped-windows';
import { StrongroomError } from '../../../contract/errors';

/** The shape of what a kernel gives, or of each of its results. They are of the type of x where it has one. */
export type ShapeOfResult = (
  inputs: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap,
) => number[] | number[][];

function lastTwo(info: tf.TensorInfo | undefined, transposed: boolean): { rows: number; columns: number } {
  const [first = 1, second = 1] = info?.shape.slice(-2) ?? [];
  return transposed ? { rows: second, columns: first } : { rows: first, columns: second };
}

const product: ShapeOfResult = ({ a, b }, { transposeA, transposeB }) => {
  const stack = tf.broadcast_util.assertAndGetBroadcastShape(
    a?.shape.slice(0, -2) ?? [],
    b?.shape.slice(0, -2) ?? [],
  );
  return [...stack, lastTwo(a, transposeA === true).rows, lastTwo(b, transposeB === true).columns];
};

/** The gradient of an embedding, which tfjs computes by going through the whole batch once for each id. */
const segments: ShapeOfResult = ({ x }, { numSegments }) => [
  Number(numSegments),
  ...(x?.shape.slice(1) ?? []),
];

/** What every kernel that works on x has, so that its absence is a fault. */
const xOf = ({ x }: tf.NamedTensorInfoMap): tf.TensorInfo => {
  if (x === undefined) throw new StrongroomError('INTERNAL', 'A kernel has no input x.');
  return x;
};

// tfjs types the attributes of all kernels alike; these are what it passes to these kernels.
const slice: ShapeOfResult = (inputs, attributes) => {
  const { begin, size } = attributes as object as tf.SliceAttrs;
  return tf.slice_util.parseSliceParams(xOf(inputs), begin, size)[1] ?? [];
};

const split: ShapeOfResult = (inputs, attributes) => {
  const { numOrSizeSplits, axis } = attributes as object as tf.SplitVAttrs;
  const x = xOf(inputs);
  const [along = 0] = tf.util.parseAxisParam(axis, x.shape);
  const sizes = tf.backend_util.prepareSplitSize(x, numOrSizeSplits, along);
  return sizes.map((size) => x.shape.map((length, place) => (place === along ? size : length)));
};

/**
 * Kernels that take long in plain JavaScript. The trace of a training step needs only the shapes of what they
 * give, so they give zeros while it is made: with them, compiling a wide network would take seconds.
 */
export const skippedProducts: ReadonlyMap<string, ShapeOfResult> = new Map([
  [tf.BatchMatMul, product],
  [tf._FusedMatMul, product],
  ...windowShapes,
  [tf.UnsortedSegmentSum, segments],
  [tf.Slice, slice],
  [tf.SplitV, split],
]);
