import type { Lowering } from './lowering';
import { filterOfChannels, filterWindow } from './shared/convolution';
import { refuseDilations, spreadOverChannels } from './shared/convolution-gradients';
import { fixed, windowsOf } from './shared/windows';

/** The gradient of the images. */
export const depthwiseConv2dNativeBackpropInput: Lowering = {
  kernel: 'DepthwiseConv2dNativeBackpropInput',
  lower: (context) => {
    const [dy, filter] = [context.operand('dy'), context.operand('filter')];
    const { shape } = context.output;
    const windows = windowsOf(context, shape, dy.shape, filterWindow(context, filter));
    refuseDilations(context, windows);
    const channels = fixed(context, shape, -1);
    return spreadOverChannels(
      context,
      dy.name,
      filterOfChannels(context, filter),
      windows,
      channels,
      fixed(context, filter.shape, -1),
    );
  },
};
