import type { Lowering } from './lowering';
import { filterMatrix, filterOutFirst, filterWindow } from './shared/convolution';
import { spreadOverWindows } from './shared/convolution-gradients';
import { channelsFirst, channelsLast } from './shared/layout';
import { isPointwise, windowsOf } from './shared/windows';

/** The gradient of the images. */
export const conv2DBackpropInput: Lowering = {
  kernel: 'Conv2DBackpropInput',
  lower: (context) => {
    const [dy, filter] = [context.operand('dy'), context.operand('filter')];
    const windows = windowsOf(context, context.output.shape, dy.shape, filterWindow(context, filter));
    if (!isPointwise(windows)) {
      const images = channelsFirst(context, dy.name);
      return channelsLast(
        context,
        spreadOverWindows(context, images, filterOutFirst(context, filter), windows, 1),
      );
    }
    const transposed = context.emit('Transpose', [filterMatrix(context, filter)], { perm: { ints: [1, 0] } });
    return context.emit('MatMul', [dy.name, transposed]);
  },
};
