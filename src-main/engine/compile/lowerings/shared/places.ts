import type { LoweringContext } from '../lowering';
import type { WindowAxis, Windows } from './windows';

/** Which axis of images is their height: 1 with their channels last, 2 with their channels first. */
export type HeightAxis = 1 | 2;

/** The images with their padding, which is `value`. */
export function padded(
  context: LoweringContext,
  images: string,
  windows: Windows,
  value: number,
  heightAxis: HeightAxis = 1,
): string {
  const sides = (side: 'before' | 'after'): number[] =>
    [0, 1, 2, 3].map((axis) => windows[axis - heightAxis]?.[side] ?? 0);
  const all = [...sides('before'), ...sides('after')];
  if (all.every((side) => side === 0)) return images;
  return context.emit('Pad', [images, context.int64s(all), context.scalar(value)]);
}

/** Whether the window takes every number along an axis, one at a time. */
const takesAll = ({ window, stride, before, after, rest }: WindowAxis): boolean =>
  window === 1 && stride === 1 && before + after + rest === 0;

/**
 * For each place in the window, in rows, the numbers of the images that the windows hold there: images as large as
 * there are windows.
 * @param images with their padding.
 */
export function placesInWindow(
  context: LoweringContext,
  images: string,
  windows: Windows,
  heightAxis: HeightAxis = 1,
): string[] {
  const [height, width] = windows;
  if (windows.every(takesAll)) return [images];
  const list = (numbers: number[]): string => context.int64s(numbers);
  const end = ({ output, stride }: WindowAxis, start: number): number => start + (output - 1) * stride + 1;
  const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return range(height.window).flatMap((row) =>
    range(width.window).map((column) => {
      const [top, left] = [row * height.dilation, column * width.dilation];
      return context.emit('Slice', [
        images,
        list([top, left]),
        list([end(height, top), end(width, left)]),
        list([heightAxis, heightAxis + 1]),
        list([height.stride, width.stride]),
      ]);
    }),
  );
}
