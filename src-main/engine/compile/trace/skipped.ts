import * as tf from '@tensorflow/tfjs-core';
import { windowShapes } from './skipped-windows';

/** The shape of what a kernel gives. */
export type ShapeOfResult = (inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap) => number[];

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

/**
 * Kernels that take long in plain JavaScript. The trace of a training step needs only the shapes of what they
 * give, so they give zeros while it is made: with them, compiling a wide network would take seconds.
 */
export const skippedProducts: ReadonlyMap<string, ShapeOfResult> = new Map([
  [tf.BatchMatMul, product],
  [tf._FusedMatMul, product],
  ...windowShapes,
  [tf.UnsortedSegmentSum, segments],
]);
