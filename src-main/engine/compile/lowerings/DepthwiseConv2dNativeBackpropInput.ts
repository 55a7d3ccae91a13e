import type { Lowering } from './lowering';
import { filterOfChannels, filterWindow } from './shared/convolution';
import { refuseDilations, spreadOverChannels } from './shared/convolution-gradients';
import { channelsFirst, channelsLast } from './shared/layout';
import { fixed, windowsOf } from './shared/windows';

/** The gradient of the images: of each filter that a channel has, and their sum. */
export const depthwiseConv2dNativeBackpropInput: Lowering = {
  kernel: 'DepthwiseConv2dNativeBackpropInput',
  lower: (context) => {
    const [dy, filter] = [context.operand('dy'), context.operand('filter')];
    const { shape } = context.output;
    const windows = windowsOf(context, shape, dy.shape, filterWindow(context, filter));
    refuseDilations(context, windows);
    const [channels, multiplier] = [fixed(context, shape, -1), fixed(context, filter.shape, -1)];
    const [images, filters] = [channelsFirst(context, dy.name), filterOfChannels(context, filter)];
    const one = (value: string, axis: number, index: number): string => {
      if (multiplier === 1) return value;
      const [start, end, along, step] = [index, channels * multiplier, axis, multiplier].map((number) =>
        context.int64s([number]),
      );
      return context.emit('Slice', [value, start ?? '', end ?? '', along ?? '', step ?? '']);
    };
    const parts = Array.from({ length: multiplier }, (_, index) =>
      spreadOverChannels(context, one(images, 1, index), one(filters, 0, index), windows, channels),
    );
    const [only] = parts;
    return channelsLast(
      context,
      parts.length === 1 && only !== undefined ? only : context.emit('Sum', parts),
    );
  },
};
