import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { Convolution, Images } from './convolution-cases';

export const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
const padding = fc.oneof(
  fc.constantFrom('same' as const, 'valid' as const),
  pair(0, 2).chain(([top, left]) =>
    pair(0, 2).map(([bottom, right]): tf.backend_util.ExplicitPadding => [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]),
  ),
);
const reach = (window: number, dilation: number): number => (window - 1) * dilation + 1;
/** Images that are at least as large as the window. */
const images = (window: [number, number], dilation: [number, number] = [1, 1]): fc.Arbitrary<Images> =>
  fc.record({
    size: pair(0, 6).map(([height, width]): [number, number] => [
      reach(window[0], dilation[0]) + height,
      reach(window[1], dilation[1]) + width,
    ]),
    channels: fc.integer({ min: 1, max: 4 }),
    pad: padding,
    stride: pair(1, 3),
  });

export const convolutionOf: fc.Arbitrary<Convolution> = fc
  .tuple(pair(1, 4), fc.integer({ min: 1, max: 4 }))
  .chain(([window, filters]) => images(window).map((shape) => ({ ...shape, window, filters })));
/** tfjs takes a stride or a dilation, and has no gradient of a dilated convolution. */
export const dilatedOf: fc.Arbitrary<Convolution> = fc
  .tuple(pair(1, 3), fc.integer({ min: 1, max: 4 }), pair(1, 3))
  .chain(([window, filters, dilation]) =>
    images(window, dilation).map((shape) => ({ ...shape, stride: [1, 1], window, filters, dilation })),
  );
/** ONNX Runtime wants a padding that is smaller than the window. */
export const poolingOf = pair(1, 4).chain((window) =>
  images(window)
    .filter(({ pad }) => {
      if (typeof pad !== 'object') return true;
      return window.every((length, axis) => Math.max(...(pad[axis + 1] ?? [])) < length);
    })
    .map((shape) => ({ ...shape, window })),
);
/** Windows beside each other, as poolings mostly are. */
export const tilesOf = pair(1, 3).chain((window) =>
  images(window).map((shape) => ({ ...shape, pad: 'valid' as const, window, stride: window })),
);
