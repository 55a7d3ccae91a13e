import type { Lowering } from './lowering';
import { linearShares, multiplyAxes, resizedAxes } from './shared/resize';
import { fixed } from './shared/windows';

/** Each number of dy in shares to where it was taken from. As in tfjs `halfPixelCenters` changes nothing here. */
export const resizeBilinearGrad: Lowering = {
  kernel: 'ResizeBilinearGrad',
  lower: (context) => {
    const dy = context.operand('dy');
    const size = [fixed(context, dy.shape, 1), fixed(context, dy.shape, 2)] as const;
    const [height, width] = resizedAxes(context, 'images', size, false);
    const channels = fixed(context, dy.shape, -1);
    return multiplyAxes(context, dy.name, channels, [linearShares(height), linearShares(width)], true);
  },
};
