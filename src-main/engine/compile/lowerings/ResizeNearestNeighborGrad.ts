import type { Lowering } from './lowering';
import { multiplyAxes, nearestShares, resizedAxes } from './shared/resize';
import { fixed } from './shared/windows';

/** Each number of dy goes back to where it was taken from. As in tfjs `halfPixelCenters` changes nothing here. */
export const resizeNearestNeighborGrad: Lowering = {
  kernel: 'ResizeNearestNeighborGrad',
  lower: (context) => {
    const dy = context.operand('dy');
    const size = [fixed(context, dy.shape, 1), fixed(context, dy.shape, 2)] as const;
    const [height, width] = resizedAxes(context, 'images', size, false);
    const channels = fixed(context, dy.shape, -1);
    return multiplyAxes(context, dy.name, channels, [nearestShares(height), nearestShares(width)], true);
  },
};
