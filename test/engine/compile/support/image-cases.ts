import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import { installImageGradients } from '../../../../src-main/engine/features/kernels/image-gradients';
import { make, normal } from './cases';
import type { Comparison } from './compare';

// The gradients that the application has, where tfjs has wrong ones.
installImageGradients();

export interface Resizing {
  from: [number, number];
  to: [number, number];
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

const images = (tensor: tf.Tensor | undefined): tf.Tensor4D => {
  if (tensor?.rank !== 4) throw new Error('no images');
  return tensor as tf.Tensor4D;
};
const of = (size: number[], operation: (x: tf.Tensor) => tf.Tensor): Comparison => ({
  work: ({ x }) => ({ y: operation(x ?? tf.scalar(0)) }),
  example: (rows, random) => ({ x: make(random, [rows, ...size], normal) }),
});

/** Images made larger or smaller, and the gradient. */
export function resizing(
  { from, to, alignCorners, halfPixelCenters }: Resizing,
  kind: 'resizeNearestNeighbor' | 'resizeBilinear',
): Comparison {
  const resize = (x: tf.Tensor): tf.Tensor => tf.image[kind](images(x), to, alignCorners, halfPixelCenters);
  return {
    work: ({ x }) => ({
      y: resize(images(x)),
      dx: tf.grad((z) => tf.sum(tf.square(resize(z))))(images(x)),
    }),
    example: (rows, random) => ({ x: make(random, [rows, ...from, 3], normal) }),
    tolerance: 1e-5,
  };
}

const twice: Resizing = { from: [3, 3], to: [6, 6], alignCorners: false, halfPixelCenters: false };

export const imageCases: Record<string, Comparison> = {
  ResizeNearestNeighbor: resizing(twice, 'resizeNearestNeighbor'),
  'ResizeNearestNeighborGrad of corners': resizing(
    { ...twice, to: [5, 2], alignCorners: true },
    'resizeNearestNeighbor',
  ),
  ResizeBilinear: resizing(twice, 'resizeBilinear'),
  'ResizeNearestNeighbor of the middle of pixels': resizing(
    { ...twice, halfPixelCenters: true },
    'resizeNearestNeighbor',
  ),
  'ResizeBilinear of the middle of pixels': resizing({ ...twice, halfPixelCenters: true }, 'resizeBilinear'),
  'ResizeBilinearGrad of corners': resizing({ ...twice, to: [5, 2], alignCorners: true }, 'resizeBilinear'),
  MirrorPad: of([4, 3], (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [2, 1],
        [0, 2],
      ],
      'reflect',
    ),
  ),
  'MirrorPad symmetric': of([4, 3], (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [2, 1],
        [0, 2],
      ],
      'symmetric',
    ),
  ),
  Reverse: of([4, 3], (x) => tf.reverse(x, [1, -1])),
  'Reverse of the rows': of([3], (x) => tf.reverse(x, 0)),
  StridedSlice: of([6, 5], (x) => tf.stridedSlice(x, [0, 1, 4], [0, 6, 0], [1, 2, -2], 1, 1)),
  'StridedSlice backwards to the beginning': of([6, 5], (x) =>
    tf.stridedSlice(x, [0, 0, 0], [0, 0, 0], [1, -1, 3], 7, 7),
  ),
  'StridedSlice with other axes': of([6, 5], (x) =>
    tf.stridedSlice(x, [0, 0, 3], [0, 0, 4], [1, 1, 1], 1, 1, 0, 2, 4),
  ),
};
