import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import { installImageGradients } from '../../../../src-main/engine/features/kernels/image-gradients';
import { make } from './cases';
import type { Maker } from './cases';
import type { Comparison } from './compare';

// The gradients that the application has, where tfjs has wrong ones.
installImageGradients();

type Pair = [number, number];
type Padding = 'same' | 'valid' | number;

/** Images [rows, ...size, channels] of numbers, and what works on them. */
export interface Images {
  size: Pair;
  channels: number;
  pad: Padding | tf.backend_util.ExplicitPadding;
  stride: Pair;
}

export interface Convolution extends Images {
  window: Pair;
  /** Channels of the result; for a filter for each channel, how many for each. */
  filters: number;
  dilation?: Pair;
}

/** Small enough for sums of many products to keep their digits. */
const small: Maker = (random) => random.normal() / 2;

const image = (tensor: tf.Tensor | undefined): tf.Tensor4D => {
  if (tensor?.rank !== 4) throw new Error('no images');
  return tensor as tf.Tensor4D;
};
const imagesOf =
  ({ size, channels }: Images, whole: boolean, more: Record<string, number[]> = {}): Comparison['example'] =>
  (rows, random) => ({
    // Whole numbers are often equal, so that it shows which of equal ones is taken.
    x: make(random, [rows, ...size, channels], whole ? (source) => source.below(4) : small),
    ...Object.fromEntries(Object.entries(more).map(([name, shape]) => [name, make(random, shape, small)])),
  });
/** A loss whose gradient differs from number to number. */
const loss = (y: tf.Tensor): tf.Scalar => tf.sum(tf.square(y));

/** A convolution, its gradients too where tfjs has them. */
export function convolution(of: Convolution, perChannel: boolean): Comparison {
  const { size, channels, filters, window, pad, stride, dilation = [1, 1] } = of;
  const convolve = (x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D =>
    perChannel
      ? tf.depthwiseConv2d(x, filter, stride, pad, 'NHWC', dilation)
      : tf.conv2d(x, filter, stride, pad, 'NHWC', dilation);
  const dilated = dilation[0] !== 1 || dilation[1] !== 1;
  return {
    work: ({ x, filter }) => {
      const inputs: [tf.Tensor4D, tf.Tensor4D] = [image(x), image(filter)];
      if (dilated) return { y: convolve(...inputs) };
      const [dx, dFilter] = tf.grads((a, b) => loss(convolve(image(a), image(b))))(inputs);
      return { y: convolve(...inputs), dx: image(dx), dFilter: image(dFilter) };
    },
    example: imagesOf({ size, channels, pad, stride }, false, { filter: [...window, channels, filters] }),
    // Sums of many products, in another order.
    tolerance: 1e-4,
  };
}

/** A convolution with a bias and an activation in one kernel, as layers outside training have it. */
export function fused(
  { channels, filters, window, stride, ...of }: Convolution & { pad: Padding },
  perChannel: boolean,
  activation: tf.backend_util.Activation,
  biasShape?: number[],
): Comparison {
  const outputs = perChannel ? channels * filters : filters;
  return {
    work: ({ x, filter, bias, slopes }) => {
      if (slopes === undefined) throw new Error('no slopes');
      const options = {
        x: image(x),
        filter: image(filter),
        strides: stride,
        pad: of.pad,
        ...(bias === undefined ? {} : { bias }),
        activation,
        ...(activation === 'prelu' ? { preluActivationWeights: slopes } : {}),
        leakyreluAlpha: 0.3,
      };
      return { y: perChannel ? tf.fused.depthwiseConv2d(options) : tf.fused.conv2d(options) };
    },
    example: imagesOf({ ...of, channels, stride }, false, {
      filter: [...window, channels, filters],
      ...(biasShape === undefined ? { bias: [outputs] } : { bias: biasShape }),
      slopes: [outputs],
    }),
    tolerance: 1e-5,
  };
}

/** A pooling and its gradient. */
export function pooling(of: Images & { window: Pair }, kind: 'max' | 'avg'): Comparison {
  const pool = (x: tf.Tensor4D): tf.Tensor4D =>
    kind === 'max'
      ? tf.maxPool(x, of.window, of.stride, of.pad)
      : tf.avgPool(x, of.window, of.stride, of.pad);
  return {
    work: ({ x }) => {
      const y = pool(image(x));
      return { y, dx: tf.grad((a) => loss(pool(image(a))))(image(x)) };
    },
    example: imagesOf(of, kind === 'max'),
    tolerance: 1e-5,
  };
}

const plain: Convolution & { pad: Padding } = {
  size: [7, 6],
  channels: 3,
  filters: 4,
  window: [3, 2],
  pad: 'same',
  stride: [2, 1],
};
const tiles = {
  size: [7, 6] as Pair,
  channels: 2,
  pad: 'valid' as const,
  window: [2, 3] as Pair,
  stride: [2, 3] as Pair,
};
const overlapping = { ...tiles, pad: 'same' as const, window: [3, 3] as Pair, stride: [2, 1] as Pair };

export const convolutionCases: Record<string, Comparison> = {
  Conv2D: convolution(plain, false),
  'Conv2D of one number': convolution({ ...plain, window: [1, 1], stride: [1, 1] }, false),
  'Conv2D dilated': convolution({ ...plain, stride: [1, 1], dilation: [2, 3] }, false),
  'Conv2DBackpropInput of more padding than needed': convolution(
    { ...plain, window: [3, 3], stride: [2, 2], pad: 2 },
    false,
  ),
  'Conv2DBackpropFilter of one channel': convolution({ ...plain, channels: 1 }, false),
  'Conv2DBackpropFilter of uneven padding': convolution(
    {
      ...plain,
      pad: [
        [0, 0],
        [1, 0],
        [2, 1],
        [0, 0],
      ],
    },
    false,
  ),
  DepthwiseConv2dNative: convolution({ ...plain, filters: 2 }, true),
  'DepthwiseConv2dNative dilated': convolution({ ...plain, stride: [1, 1], dilation: [2, 1] }, true),
  'DepthwiseConv2dNativeBackpropInput valid': convolution({ ...plain, filters: 1, pad: 'valid' }, true),
  'DepthwiseConv2dNativeBackpropFilter of one number': convolution(
    { ...plain, window: [1, 1], stride: [1, 1] },
    true,
  ),
  'DepthwiseConv2dNativeBackpropInput of single steps': convolution(
    { ...plain, filters: 1, stride: [1, 1] },
    true,
  ),
  FusedConv2D: fused(plain, false, 'relu'),
  'FusedConv2D linear': fused(plain, false, 'linear'),
  'FusedConv2D prelu': fused(plain, false, 'prelu'),
  'FusedConv2D with one number as bias': fused(plain, false, 'sigmoid', []),
  'FusedConv2D of one number': fused({ ...plain, window: [1, 1], stride: [1, 1] }, false, 'leakyrelu'),
  FusedDepthwiseConv2D: fused({ ...plain, filters: 2 }, true, 'elu'),
  'FusedDepthwiseConv2D relu6': fused({ ...plain, filters: 1 }, true, 'relu6'),
  MaxPool: pooling(tiles, 'max'),
  'MaxPoolGrad overlapping': pooling(overlapping, 'max'),
  AvgPool: pooling(tiles, 'avg'),
  'AvgPoolGrad overlapping': pooling(overlapping, 'avg'),
};
