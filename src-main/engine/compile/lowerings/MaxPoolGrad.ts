import type { Lowering, LoweringContext } from './lowering';
import { channelsFirst, channelsLast } from './shared/layout';
import { checkPooling } from './shared/pooling';
import { imagesOf, isTiling, tilesOf } from './shared/tiling';
import { countOfPlaces, fixed, poolingWindow, windowAttributes, windowsOf } from './shared/windows';
import type { Windows } from './shared/windows';

/**
 * Where windows tile the images: place by place in the window, dy goes where x is the maximum, and what has been
 * given away is taken off, so that of equal numbers the first one gets it.
 */
function gradientOfTiles(context: LoweringContext, windows: Windows): string {
  const [{ window: high }, { window: wide, output: places }] = windows;
  const channels = fixed(context, context.output.shape, -1);
  const list = (numbers: number[]): string => context.int64s(numbers);
  const row = (name: string): string =>
    context.emit('Reshape', [context.input(name), list([-1, 1, places, channels])]);
  const tiles = tilesOf(context, context.input('input'), windows, channels);
  const largest = row('output');
  let left = row('dy');
  const along = (parts: string[], axis: number): string =>
    parts.length === 1 ? (parts[0] ?? '') : context.emit('Concat', parts, { axis: { int: axis } });
  const rows = Array.from({ length: high }, (_high, y) => {
    const columns = Array.from({ length: wide }, (_wide, x) => {
      const [starts, ends] = [
        [y, x * channels],
        [y + 1, (x + 1) * channels],
      ];
      const place = context.emit('Slice', [tiles, list(starts), list(ends), list([1, 3])]);
      const chosen = context.emit('Equal', [place, largest]);
      const given = context.emit('Where', [chosen, left, context.scalar(0)]);
      if (y < high - 1 || x < wide - 1) left = context.emit('Sub', [left, given]);
      return given;
    });
    return along(columns, 3);
  });
  return imagesOf(context, along(rows, 1), windows, channels);
}

/** Elsewhere dy is added where MaxPool says that the maximum is; of equal numbers it says the first, as tfjs does. */
function gradientOfWindows(context: LoweringContext, windows: Windows): string {
  const { shape } = context.output;
  const [, height, width, channels] = shape.map((_, axis) => (axis === 0 ? 0 : fixed(context, shape, axis)));
  const flat = (value: string): string => context.emit('Reshape', [value, context.int64s([-1])]);
  const x = channelsFirst(context, context.input('input'));
  const [, indices = ''] = context.emitAll('MaxPool', [x], windowAttributes(windows), 2);
  const size = context.emit('Mul', [
    context.shapeOf([countOfPlaces(context, shape)]),
    context.int64s([channels ?? 1]),
  ]);
  const zeros = context.emit('Expand', [context.scalar(0), size]);
  const dy = flat(channelsFirst(context, context.input('dy')));
  const sums = context.emit('ScatterElements', [zeros, flat(indices), dy], { reduction: { string: 'add' } });
  const images = context.emit('Reshape', [
    sums,
    context.int64s([-1, channels ?? 1, height ?? 1, width ?? 1]),
  ]);
  return channelsLast(context, images);
}

/** The gradient of a maximum goes to the first of the largest numbers in each window, in rows, as on tfjs cpu. */
export const maxPoolGrad: Lowering = {
  kernel: 'MaxPoolGrad',
  lower: (context) => {
    const [dy, input] = [context.operand('dy'), context.operand('input')];
    const windows = windowsOf(context, input.shape, dy.shape, poolingWindow(context));
    checkPooling(context, windows, input.type);
    return isTiling(windows) ? gradientOfTiles(context, windows) : gradientOfWindows(context, windows);
  },
};
