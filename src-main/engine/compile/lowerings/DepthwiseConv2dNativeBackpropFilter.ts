import type { Lowering } from './lowering';
import { refuseDilations } from './shared/convolution-gradients';
import { padded, placesInWindow } from './shared/places';
import { countOfPlaces, fixed, windowsOf } from './shared/windows';

/**
 * The gradient of the filter: for each place in the window, what the window holds there times dy, summed over rows
 * and places. The sum is a product with a row of ones, which is faster than a sum along rows.
 */
export const depthwiseConv2dNativeBackpropFilter: Lowering = {
  kernel: 'DepthwiseConv2dNativeBackpropFilter',
  lower: (context) => {
    const [x, dy] = [context.operand('x'), context.operand('dy')];
    const [height = 1, width = 1, channels = 1, multiplier = 1] = context.output.shape.map(Number);
    const windows = windowsOf(context, x.shape, dy.shape, [height, width]);
    refuseDilations(context, windows);
    const reshaped = (value: string, shape: number[]): string =>
      context.emit('Reshape', [value, context.int64s(shape)]);
    const gradient = reshaped(dy.name, [-1, channels, multiplier]);
    const ones = context.emit('Expand', [
      context.scalar(1),
      context.shapeOf([1, countOfPlaces(context, dy.shape)]),
    ]);
    const sums = placesInWindow(context, padded(context, x.name, windows, 0), windows).map((place) => {
      const products = context.emit('Mul', [reshaped(place, [-1, fixed(context, x.shape, -1), 1]), gradient]);
      return context.emit('MatMul', [ones, reshaped(products, [-1, channels * multiplier])]);
    });
    return context.reshape(context.emit('Concat', sums, { axis: { int: 0 } }), context.output.shape);
  },
};
