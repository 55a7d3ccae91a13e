import { BatchMultiple } from '../../graph/shape';
import type { Dimension } from '../../graph/shape';
import type { NodeReader } from '../../graph/node-reader';

/** How a window moves along one axis of an image. */
export interface WindowAxis {
  /** Size of the image. */
  input: number;
  /** How many places the window stands at. */
  output: number;
  /** Numbers in the window. */
  window: number;
  stride: number;
  /** From one number of the window to the next; 1 when they are neighbours. */
  dilation: number;
  /** Padding that is needed in front of the image: the first window begins there. */
  before: number;
  /** Padding that is needed behind it, so that the last window is full; never less than 0. */
  after: number;
  /** Numbers at the end of the image that no window reaches. */
  rest: number;
}

/** Height and width. */
export type Windows = [WindowAxis, WindowAxis];

/** What the two axes of an attribute are: one number is for both, none is `otherwise`. */
function pair(context: NodeReader, name: string, otherwise: number): [number, number] {
  if (context.attribute(name) === null) return [otherwise, otherwise];
  const [first = otherwise, second = first] = context.numbers(name);
  return [first, second];
}

/** The padding in front of an axis (1 is the height, 2 the width), as tfjs has it in `computeConv2DInfo`. */
function paddingBefore(context: NodeReader, axis: 1 | 2, missing: number): number {
  const pad = context.attribute('pad');
  if (pad === 'valid') return 0;
  // Of an odd padding the larger half goes to the end.
  if (pad === 'same') return Math.floor(Math.max(0, missing) / 2);
  if (typeof pad === 'number') return pad;
  const sides = Array.isArray(pad) ? pad[axis] : null;
  const before = Array.isArray(sides) ? sides[0] : null;
  return typeof before === 'number' ? before : context.refuse('its padding is not known');
}

/**
 * How windows move over images [n, height, width, channels], from the attributes `strides`, `pad` and, where the
 * kernel has them, `dilations`. How many places there are is taken from the output, so that every way of rounding
 * comes out as in tfjs.
 * @param image, output their shapes. @param window height and width of the window.
 */
export function windowsOf(
  context: NodeReader,
  image: readonly Dimension[],
  output: readonly Dimension[],
  window: readonly [number, number],
): Windows {
  const format = context.attribute('dataFormat') ?? 'NHWC';
  if (format !== 'NHWC') context.refuse(`its images are laid out as ${String(format)}`);
  const strides = pair(context, 'strides', 1);
  const dilations = pair(context, 'dilations', 1);
  const along = (axis: 1 | 2): WindowAxis => {
    const [size, places] = [image[axis], output[axis]];
    if (typeof size !== 'number' || typeof places !== 'number') {
      return context.refuse('the size of its images depends on the number of rows');
    }
    const [stride, dilation, length] = [
      strides[axis - 1] ?? 1,
      dilations[axis - 1] ?? 1,
      window[axis - 1] ?? 1,
    ];
    const reach = (places - 1) * stride + (length - 1) * dilation + 1;
    const before = paddingBefore(context, axis, reach - size);
    const after = reach - size - before;
    // Where the padding is one number, tfjs counts places along the width by height and stride of the other axis.
    if (-after >= stride) context.refuse('its windows do not reach the end of its images');
    return {
      input: size,
      output: places,
      window: length,
      stride,
      dilation,
      before,
      after: Math.max(0, after),
      rest: Math.max(0, -after),
    };
  };
  return [along(1), along(2)];
}

/** Height and width of the window of a pooling, from its attribute `filterSize`. */
export const poolingWindow = (context: NodeReader): [number, number] => pair(context, 'filterSize', 1);

/** A fixed size of a shape, such as the number of channels. */
export function fixed(context: NodeReader, shape: readonly Dimension[], axis: number): number {
  const size = shape.at(axis);
  return typeof size === 'number' ? size : context.refuse('a size of it depends on the number of rows');
}

/** How many places all windows of all images stand at: the product of all sizes but the channels. */
export function countOfPlaces(context: NodeReader, shape: readonly Dimension[]): Dimension {
  const [images, ...sizes] = shape.slice(0, -1);
  const each = sizes.reduce<number>((product, _, index) => product * fixed(context, shape, index + 1), 1);
  if (images instanceof BatchMultiple) return new BatchMultiple(images.factor * each);
  return (images ?? 1) * each;
}

/** Whether each number of the image is in one window alone, which holds nothing else: a convolution of 1 x 1. */
export const isPointwise = (windows: Windows): boolean =>
  windows.every(
    ({ window, stride, before, after, rest }) =>
      window === 1 && stride === 1 && before === 0 && after === 0 && rest === 0,
  );

/** The attributes of ONNX that describe the windows. */
export function windowAttributes([height, width]: Windows): Record<string, { ints: number[] }> {
  return {
    kernel_shape: { ints: [height.window, width.window] },
    strides: { ints: [height.stride, width.stride] },
    pads: { ints: [height.before, width.before, height.after, width.after] },
  };
}

/** The same with dilations, which convolutions have. */
export function convolutionAttributes(
  windows: Windows,
  groups = 1,
): Record<string, { ints: number[] } | { int: number }> {
  return {
    ...windowAttributes(windows),
    dilations: { ints: windows.map(({ dilation }) => dilation) },
    group: { int: groups },
  };
}
