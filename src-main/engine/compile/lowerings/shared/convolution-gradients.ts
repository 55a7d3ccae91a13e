import type { LoweringContext } from '../lowering';
import { channelsFirst, channelsLast } from './layout';
import { convolutionAttributes } from './windows';
import type { Windows } from './windows';

/** tfjs computes these gradients for neighbouring numbers only. */
export function refuseDilations(context: LoweringContext, windows: Windows): void {
  if (windows.some(({ dilation }) => dilation !== 1))
    context.refuse('it is the gradient of a dilated convolution');
}

/**
 * The gradient of the images that a convolution reads: each number of dy spread over its window.
 * @param filter [out, in of each group, height, width]. @param windows of the convolution itself.
 */
export function spreadOverWindows(
  context: LoweringContext,
  dy: string,
  filter: string,
  windows: Windows,
  groups: number,
): string {
  const attributes = {
    ...convolutionAttributes(windows, groups),
    output_padding: { ints: windows.map(({ rest }) => rest) },
  };
  return channelsLast(
    context,
    context.emit('ConvTranspose', [channelsFirst(context, dy), filter], attributes),
  );
}

/**
 * The same for a filter for each channel. With steps of one it is a convolution with the filter turned by half a
 * turn, which takes two thirds of the time.
 * @param filter [channels x multiplier, 1, height, width].
 */
export function spreadOverChannels(
  context: LoweringContext,
  dy: string,
  filter: string,
  windows: Windows,
  channels: number,
  multiplier: number,
): string {
  const turned = windows.map((axis) => ({
    ...axis,
    before: axis.window - 1 - axis.before,
    after: axis.window - 1 - axis.after,
  }));
  const [height, width] = turned;
  const fits = turned.every(({ stride, before, after }) => stride === 1 && before >= 0 && after >= 0);
  if (multiplier !== 1 || !fits || height === undefined || width === undefined) {
    return spreadOverWindows(context, dy, filter, windows, channels);
  }
  const back = context.int64s([-1, -1]);
  const beyond = context.int64s([Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
  const turnedFilter = context.emit('Slice', [filter, back, beyond, context.int64s([2, 3]), back]);
  const inputs = [channelsFirst(context, dy), turnedFilter];
  return channelsLast(
    context,
    context.emit('Conv', inputs, convolutionAttributes([height, width], channels)),
  );
}

/** The images with their padding, which is `value`. */
export function padded(context: LoweringContext, x: string, [height, width]: Windows, value: number): string {
  const sides = [0, height.before, width.before, 0, 0, height.after, width.after, 0];
  if (sides.every((side) => side === 0)) return x;
  return context.emit('Pad', [x, context.int64s(sides), context.scalar(value)]);
}

/**
 * For each place in the window, in rows, the numbers of the images that the window holds there: [n, places high,
 * places wide, channels] each.
 * @param x images with their padding.
 */
export function placesInWindow(context: LoweringContext, x: string, [height, width]: Windows): string[] {
  const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const list = (numbers: number[]): string => context.int64s(numbers);
  const end = ({ output, stride }: Windows[0], start: number): number => start + (output - 1) * stride + 1;
  return range(height.window).flatMap((row) =>
    range(width.window).map((column) => {
      const starts = [row * height.dilation, column * width.dilation];
      const ends = [end(height, starts[0] ?? 0), end(width, starts[1] ?? 0)];
      const whole = [height, width].every(
        ({ window, stride, before, after, rest }) =>
          window === 1 && stride === 1 && before + after + rest === 0,
      );
      if (whole) return x;
      return context.emit('Slice', [
        x,
        list(starts),
        list(ends),
        list([1, 2]),
        list([height.stride, width.stride]),
      ]);
    }),
  );
}
