import type { Lowering } from './lowering';
import { spreadOverWindows } from './shared/convolution-gradients';
import { imagesOf, isTiling } from './shared/tiling';
import { fixed, poolingWindow, windowsOf } from './shared/windows';

/**
 * Each number of dy in equal shares over its window. As in tfjs the share is one over the size of the whole window,
 * also where a part of the window is padding.
 */
export const avgPoolGrad: Lowering = {
  kernel: 'AvgPoolGrad',
  lower: (context) => {
    const [dy, input] = [context.operand('dy'), context.operand('input')];
    const windows = windowsOf(context, input.shape, dy.shape, poolingWindow(context));
    const [{ window: high }, { window: wide, output: places }] = windows;
    const channels = fixed(context, input.shape, -1);
    const list = (numbers: number[]): string => context.int64s(numbers);
    const share = context.scalar(1 / (high * wide));
    if (!isTiling(windows)) {
      const filter = context.emit('Expand', [share, list([channels, 1, high, wide])]);
      return spreadOverWindows(context, dy.name, filter, windows, channels);
    }
    const shares = context.emit('Reshape', [
      context.emit('Mul', [dy.name, share]),
      list([-1, 1, places, 1, channels]),
    ]);
    const tiles = context.emit('Expand', [shares, list([1, high, places, wide, channels])]);
    return imagesOf(context, tiles, windows, channels);
  },
};
