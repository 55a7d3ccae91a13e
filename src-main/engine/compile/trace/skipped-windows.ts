import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import type { ShapeOfResult } from './skipped';

type Sizes = [number, number, number, number];
/** tfjs types the attributes of all kernels alike; these are what it passes to kernels that move a window. */
type WindowAttributes = Omit<tf.Conv2DAttrs, 'dataFormat' | 'dilations'> &
  Partial<Pick<tf.Conv2DAttrs, 'dataFormat' | 'dilations'>>;

function sizes(shape: readonly number[] | undefined): Sizes {
  const [first, second, third, fourth] = shape ?? [];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    throw new StrongroomError('INTERNAL', 'Images and filters have four dimensions.', {
      received: String(shape),
    });
  }
  return [first, second, third, fourth];
}

const convolution =
  (perChannel: boolean): ShapeOfResult =>
  ({ x, filter }, attributes) => {
    const { strides, dilations, pad, dimRoundingMode, dataFormat } = attributes as object as WindowAttributes;
    return tf.backend_util.computeConv2DInfo(
      sizes(x?.shape),
      sizes(filter?.shape),
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      perChannel,
      tf.backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
    ).outShape;
  };

const pooling: ShapeOfResult = ({ x }, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as object as tf.MaxPoolAttrs;
  return tf.backend_util.computePool2DInfo(sizes(x?.shape), filterSize, strides, 1, pad, dimRoundingMode)
    .outShape;
};

const ofAttribute =
  (name: 'inputShape' | 'filterShape'): ShapeOfResult =>
  (_inputs, attributes) => {
    const shape = attributes[name];
    return sizes(Array.isArray(shape) ? shape.map(Number) : undefined);
  };

const ofInput: ShapeOfResult = ({ input }) => sizes(input?.shape);
const ofImages: ShapeOfResult = ({ images }) => sizes(images?.shape);

/** Shapes of what kernels give that move a window over images, and of their gradients. */
export const windowShapes: readonly (readonly [string, ShapeOfResult])[] = [
  [tf.Conv2D, convolution(false)],
  [tf.FusedConv2D, convolution(false)],
  [tf.DepthwiseConv2dNative, convolution(true)],
  [tf.FusedDepthwiseConv2D, convolution(true)],
  [tf.Conv2DBackpropInput, ofAttribute('inputShape')],
  [tf.Conv2DBackpropFilter, ofAttribute('filterShape')],
  [tf.DepthwiseConv2dNativeBackpropInput, ofAttribute('inputShape')],
  [tf.DepthwiseConv2dNativeBackpropFilter, ofAttribute('filterShape')],
  [tf.MaxPool, pooling],
  [tf.AvgPool, pooling],
  [tf.MaxPoolGrad, ofInput],
  [tf.AvgPoolGrad, ofInput],
  [tf.ResizeNearestNeighborGrad, ofImages],
  [tf.ResizeBilinearGrad, ofImages],
];
