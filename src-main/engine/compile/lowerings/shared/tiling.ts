import type { LoweringContext } from '../lowering';
import type { Windows } from './windows';

/** Whether no two windows share a number and all are full: they tile the images, but for what is left over. */
export const isTiling = (windows: Windows): boolean =>
  windows.every(({ window, stride, before, after }) => window === stride && before === 0 && after === 0);

/**
 * Images that are tiled by windows as [rows of windows, window height, windows in a row, window width x channels],
 * which costs no copy unless something is left over.
 */
export function tilesOf(
  context: LoweringContext,
  x: string,
  [height, width]: Windows,
  channels: number,
): string {
  const list = (numbers: number[]): string => context.int64s(numbers);
  const ends = [height, width].map(({ input, rest }) => input - rest);
  const whole = height.rest + width.rest === 0;
  const tiled = whole ? x : context.emit('Slice', [x, list([0, 0]), list(ends), list([1, 2])]);
  const shape = [-1, height.window, width.output, width.window * channels];
  return context.emit('Reshape', [tiled, list(shape)]);
}

/** What `tilesOf` takes apart, put together: images, with zeros where something was left over. */
export function imagesOf(
  context: LoweringContext,
  tiles: string,
  [height, width]: Windows,
  channels: number,
): string {
  const [high, wide] = [height.input - height.rest, width.input - width.rest];
  const images = context.emit('Reshape', [tiles, context.int64s([-1, high, wide, channels])]);
  if (height.rest + width.rest === 0) return images;
  return context.emit('Pad', [
    images,
    context.int64s([0, 0, 0, 0, 0, height.rest, width.rest, 0]),
    context.scalar(0),
  ]);
}
