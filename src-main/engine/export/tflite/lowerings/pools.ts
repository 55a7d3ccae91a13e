import { nearestPlaces, resizedAxes } from '../../../compile/lowerings/shared/resize';
import type { Lowering, LoweringContext, Operand } from './lowering';
import { fixed, padWindows, poolingWindow, windowsOf } from './windows';

/** Lower than any number that is pooled. */
const lowest = -3.4028234663852886e38;

function pool(context: LoweringContext, operator: 'MAX_POOL_2D' | 'AVERAGE_POOL_2D'): Operand {
  const input = context.operand('x');
  const windows = windowsOf(context, input.shape, context.output.shape, poolingWindow(context));
  if (input.type !== 'float32') context.refuse(`it pools numbers of type ${input.type}`);
  const [height, width] = windows;
  const { x, padding } = padWindows(context, input, windows, lowest);
  if (operator === 'AVERAGE_POOL_2D' && x !== input) context.refuse('its padding is neither same nor valid');
  return context.emit(operator, [x], context.output.shape, {
    padding,
    strideWidth: width.stride,
    strideHeight: height.stride,
    filterWidth: width.window,
    filterHeight: height.window,
  });
}

/** Each axis by itself, as a selection of its places, which is what tfjs takes. */
const resizeNearestNeighbor: Lowering = {
  kernel: 'ResizeNearestNeighbor',
  lower: (context) => {
    const [height = 1, width = 1] = context.numbers('size');
    const axes = resizedAxes(context, 'images', [height, width], context.boolean('halfPixelCenters'));
    return axes.reduce<Operand>((images, axis, index) => {
      const shape = images.shape.map((size, place) => (place === index + 1 ? axis.to : size));
      return context.emit('GATHER', [images, context.int32s(nearestPlaces(axis))], shape, {
        axis: index + 1,
      });
    }, context.operand('images'));
  },
};

const resizeBilinear: Lowering = {
  kernel: 'ResizeBilinear',
  lower: (context) => {
    const images = context.operand('images');
    const size = [fixed(context, context.output.shape, 1), fixed(context, context.output.shape, 2)];
    return context.emit('RESIZE_BILINEAR', [images, context.int32s(size)], context.output.shape, {
      alignCorners: context.boolean('alignCorners'),
      halfPixelCenters: context.boolean('halfPixelCenters'),
    });
  },
};

export const poolLowerings: Lowering[] = [
  { kernel: 'MaxPool', lower: (context) => pool(context, 'MAX_POOL_2D') },
  { kernel: 'AvgPool', lower: (context) => pool(context, 'AVERAGE_POOL_2D') },
  resizeNearestNeighbor,
  resizeBilinear,
];
