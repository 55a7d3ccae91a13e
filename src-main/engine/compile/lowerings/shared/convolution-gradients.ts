import type { LoweringContext } from '../lowering';
import { convolutionAttributes } from './windows';
import type { Windows } from './windows';

/** tfjs computes these gradients for neighbouring numbers only. */
export function refuseDilations(context: LoweringContext, windows: Windows): void {
  if (windows.some(({ dilation }) => dilation !== 1)) {
    context.refuse('it is the gradient of a dilated convolution');
  }
}

/**
 * The gradient of the images that a convolution reads: each number of dy spread over its window.
 * In ONNX Runtime 1.30 on GPUs the result is wrong when a group has an even number of channels of dy, so a group
 * must have an odd one, unless there is one group alone.
 * @param dy with its channels first, as the result. @param filter [channels of dy, channels of the result in each
 * group, height, width]. @param windows of the convolution itself.
 */
export function spreadOverWindows(
  context: LoweringContext,
  dy: string,
  filter: string,
  windows: Windows,
  groups: number,
): string {
  return context.emit('ConvTranspose', [dy, filter], {
    ...convolutionAttributes(windows, groups),
    output_padding: { ints: windows.map(({ rest }) => rest) },
  });
}

/**
 * The same for one filter for each channel, [channels, 1, height, width]. With steps of one it is a convolution with
 * the filter turned by half a turn, which takes two thirds of the time.
 */
export function spreadOverChannels(
  context: LoweringContext,
  dy: string,
  filter: string,
  windows: Windows,
  channels: number,
): string {
  const turned = windows.map((axis) => ({
    ...axis,
    before: axis.window - 1 - axis.before,
    after: axis.window - 1 - axis.after,
  }));
  const [height, width] = turned;
  const fits = turned.every(({ stride, before, after }) => stride === 1 && before >= 0 && after >= 0);
  if (!fits || height === undefined || width === undefined) {
    return spreadOverWindows(context, dy, filter, windows, channels);
  }
  const back = context.int64s([-1, -1]);
  const beyond = context.int64s([Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
  const turnedFilter = context.emit('Slice', [filter, back, beyond, context.int64s([2, 3]), back]);
  return context.emit('Conv', [dy, turnedFilter], convolutionAttributes([height, width], channels));
}
