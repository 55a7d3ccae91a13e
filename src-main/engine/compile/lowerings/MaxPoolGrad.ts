import type { Lowering, LoweringContext } from './lowering';
import { spreadOverWindows } from './shared/convolution-gradients';
import { channelsFirst, channelsLast } from './shared/layout';
import { padded, placesInWindow } from './shared/places';
import { checkPooling } from './shared/pooling';
import { imagesOf, isTiling, tilesOf } from './shared/tiling';
import { fixed, poolingWindow, windowsOf } from './shared/windows';
import type { Windows } from './shared/windows';

/**
 * For each place in the window the part of dy that goes there: where the number there is the largest. What has been
 * given away is taken off, so that of equal numbers the first one gets it all.
 * @param places what windows hold at each place; where the last of them is not given, it gets what is left.
 * @param largest, dy of the same shape as each of them. @param count of all places.
 */
function partsOf(
  context: LoweringContext,
  places: readonly string[],
  largest: string,
  dy: string,
  count = places.length,
): string[] {
  let left = dy;
  const parts = places.map((place, index) => {
    const chosen = context.emit('Equal', [place, largest]);
    const given = context.emit('Where', [chosen, left, context.scalar(0)]);
    if (index < count - 1) left = context.emit('Sub', [left, given]);
    return given;
  });
  return parts.length < count ? [...parts, left] : parts;
}

const joined = (context: LoweringContext, parts: readonly string[], axis: number): string =>
  parts.length === 1 ? (parts[0] ?? '') : context.emit('Concat', parts, { axis: { int: axis } });

/** Where windows tile the images, the parts are put side by side as they are in the windows. */
function gradientOfTiles(context: LoweringContext, windows: Windows): string {
  const [{ window: high }, { window: wide, output: windowsInRow }] = windows;
  const channels = fixed(context, context.output.shape, -1);
  const list = (numbers: number[]): string => context.int64s(numbers);
  const row = (name: string): string =>
    context.emit('Reshape', [context.input(name), list([-1, 1, windowsInRow, channels])]);
  const tiles = tilesOf(context, context.input('input'), windows, channels);
  // The largest number is in one of the places, so that the last needs no look.
  const places = Array.from({ length: high * wide - 1 }, (_, index) => {
    const [y, x] = [Math.floor(index / wide), index % wide];
    const [starts, ends] = [list([y, x * channels]), list([y + 1, (x + 1) * channels])];
    return context.emit('Slice', [tiles, starts, ends, list([1, 3])]);
  });
  const parts = partsOf(context, places, row('output'), row('dy'), high * wide);
  const rows = Array.from({ length: high }, (_, y) =>
    joined(context, parts.slice(y * wide, (y + 1) * wide), 3),
  );
  return imagesOf(context, joined(context, rows, 1), windows, channels);
}

/**
 * Where windows overlap, the parts are added up by a convolution backwards whose filters have a single 1: at the
 * place that the part is for. (GPUs do not say where the maximum of a window is.)
 */
function gradientOfWindows(context: LoweringContext, windows: Windows): string {
  const [height, width] = windows;
  const channels = fixed(context, context.output.shape, -1);
  const first = (name: string): string => channelsFirst(context, context.input(name));
  const images = padded(context, first('input'), windows, Number.NEGATIVE_INFINITY, 2);
  const places = placesInWindow(context, images, windows, 2);
  const dy = first('dy');
  const parts = partsOf(context, places, first('output'), dy);
  // One more with a filter of zeros where the number is even, see `spreadOverWindows`.
  const count = parts.length % 2 === 0 ? parts.push(dy) : parts.length;
  const shape = context.int64s([-1, channels, 1, height.output * width.output]);
  const all = joined(
    context,
    parts.map((part) => context.emit('Reshape', [part, shape])),
    2,
  );
  const partsOfChannels = context.emit('Reshape', [
    all,
    context.int64s([-1, channels * count, height.output, width.output]),
  ]);
  const size = places.length;
  const filters = Array.from({ length: count * size }, (_, index) =>
    Number(Math.floor(index / size) === index % size),
  );
  const ofChannels = context.emit('Expand', [
    context.floats(filters, [1, count, size]),
    context.int64s([channels, count, size]),
  ]);
  const filter = context.reshape(ofChannels, [channels * count, 1, height.window, width.window]);
  return channelsLast(context, spreadOverWindows(context, partsOfChannels, filter, windows, channels));
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
