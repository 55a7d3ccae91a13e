import type { Lowering } from './lowering';
import { spreadOverChannels } from './shared/convolution-gradients';
import { imagesOf, isTiling } from './shared/tiling';
import { channelsFirst, channelsLast } from './shared/layout';
import { fixed, poolingWindow, windowsOf } from './shared/windows';
import type { WindowAxis } from './shared/windows';

/** How many numbers of the image each window along one axis holds. */
const counts = ({ input, output, window, stride, before }: WindowAxis): number[] =>
  Array.from({ length: output }, (_, place) => {
    const start = place * stride - before;
    return Math.min(input, start + window) - Math.max(0, start);
  });

/** Each number of dy in equal shares over its window, as far as that is in the image: padding is not counted. */
export const avgPoolGrad: Lowering = {
  kernel: 'AvgPoolGrad',
  lower: (context) => {
    const [dy, input] = [context.operand('dy'), context.operand('input')];
    const windows = windowsOf(context, input.shape, dy.shape, poolingWindow(context));
    const [height, width] = windows;
    const [high, wide] = [height.window, width.window];
    const channels = fixed(context, input.shape, -1);
    const list = (numbers: number[]): string => context.int64s(numbers);
    const wideCounts = counts(width);
    const shares = counts(height).flatMap((rows) => wideCounts.map((columns) => 1 / (rows * columns)));
    const shared = context.emit('Mul', [
      dy.name,
      isTiling(windows)
        ? context.scalar(1 / (high * wide))
        : context.floats(shares, [1, height.output, width.output, 1]),
    ]);
    if (!isTiling(windows)) {
      const filter = context.emit('Expand', [context.scalar(1), list([channels, 1, high, wide])]);
      const dyFirst = channelsFirst(context, shared);
      return channelsLast(context, spreadOverChannels(context, dyFirst, filter, windows, channels));
    }
    const places = context.emit('Reshape', [shared, list([-1, 1, width.output, 1, channels])]);
    const tiles = context.emit('Expand', [places, list([1, high, width.output, wide, channels])]);
    return imagesOf(context, tiles, windows, channels);
  },
};
