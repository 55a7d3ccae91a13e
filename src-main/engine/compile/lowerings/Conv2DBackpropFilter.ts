import type { Lowering } from './lowering';
import { padded, placesInWindow } from './shared/places';
import { fixed, windowsOf } from './shared/windows';

/**
 * The gradient of the filter: for each place in the window, the product of what the window holds there with dy.
 * One product a place is faster than one convolution with rows and channels exchanged. Of images with one channel a
 * place holds one number for each row of dy, so that all places are the rows of one matrix and make one product, which
 * takes about an eighth of the time for windows of 3 x 3.
 */
export const conv2DBackpropFilter: Lowering = {
  kernel: 'Conv2DBackpropFilter',
  lower: (context) => {
    const [x, dy] = [context.operand('x'), context.operand('dy')];
    const [height, width] = [
      fixed(context, context.output.shape, 0),
      fixed(context, context.output.shape, 1),
    ];
    const windows = windowsOf(context, x.shape, dy.shape, [height, width]);
    const rowsOf = (images: string, channels: number): string =>
      context.emit('Reshape', [images, context.int64s([-1, channels])]);
    const [inputs, outputs] = [fixed(context, x.shape, -1), fixed(context, dy.shape, -1)];
    const gradient = rowsOf(dy.name, outputs);
    const places = placesInWindow(context, padded(context, x.name, windows, 0), windows);
    if (inputs === 1 && places.length > 1) {
      const rows = places.map((place) => context.emit('Reshape', [place, context.int64s([1, -1])]));
      const product = context.emit('Gemm', [context.emit('Concat', rows, { axis: { int: 0 } }), gradient]);
      return context.reshape(product, context.output.shape);
    }
    const products = places.map((place) =>
      context.emit('Gemm', [rowsOf(place, inputs), gradient], { transA: { int: 1 } }),
    );
    const [only] = products;
    const all =
      products.length === 1 && only !== undefined
        ? only
        : context.emit('Concat', products, { axis: { int: 0 } });
    return context.reshape(all, context.output.shape);
  },
};
