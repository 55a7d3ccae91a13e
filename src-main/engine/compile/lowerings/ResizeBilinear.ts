import type { Lowering } from './lowering';
import { linearShares, multiplyAxes, resizedAxes } from './shared/resize';
import { fixed } from './shared/windows';

/** A product with a matrix along each axis, so that the gradient is one with the same numbers. */
export const resizeBilinear: Lowering = {
  kernel: 'ResizeBilinear',
  lower: (context) => {
    const [high = 1, wide = 1] = context.numbers('size');
    const images = context.operand('images');
    const [height, width] = resizedAxes(context, 'images', [high, wide], context.boolean('halfPixelCenters'));
    const channels = fixed(context, images.shape, -1);
    return multiplyAxes(context, images.name, channels, [linearShares(height), linearShares(width)]);
  },
};
