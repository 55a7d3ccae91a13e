import { networkInvalid } from './define';
import type { Sizes } from './define';

const kinds = ['a number', 'a list of numbers', 'steps of channels', 'a picture of channels'];
/** How the sizes of each are read. */
const patterns = ['1', 'numbers', 'steps × channels', 'height × width × channels'];

/** Sizes as people write them: 28 x 28 x 3. */
export const sizesText = (sizes: Sizes): string => (sizes.length === 0 ? '1' : sizes.join(' × '));

export const countOf = (sizes: Sizes): number => sizes.reduce((product, size) => product * size, 1);

/** What the only layer before gives. */
export function only(given: readonly Sizes[]): Sizes {
  const [first] = given;
  if (first !== undefined) return first;
  throw networkInvalid('The layer is not connected.', {
    expected: 'a layer that it takes values from',
    received: 'none',
    next: 'Connect it to the layer before it.',
  });
}

/** The last size: features of a list, channels of steps or of a picture. */
export const channelsOf = (sizes: Sizes): number => sizes.at(-1) ?? 1;

const advice: Readonly<Record<number, string>> = {
  1: 'Put a Flatten or Global pooling layer before it.',
  2: 'Put a Reshape layer before it that gives steps of channels, or leave out what joins the steps.',
  3: 'Put a Reshape layer before it that gives height, width and channels.',
};

/** Throws NETWORK_INVALID unless values have that many dimensions. @returns them. */
export function ofRank(given: readonly Sizes[], rank: number, title: string): Sizes {
  const sizes = only(given);
  if (sizes.length === rank) return sizes;
  throw networkInvalid(`${title} takes ${kinds[rank] ?? `${String(rank)} sizes`}.`, {
    expected: patterns[rank] ?? `${String(rank)} sizes`,
    received: `${sizesText(sizes)}, ${kinds[sizes.length] ?? `${String(sizes.length)} sizes`}`,
    next: advice[rank] ?? 'Put a Reshape layer before it.',
  });
}

export interface Window {
  size: number;
  stride: number;
  padding: 'same' | 'valid';
}

/**
 * How many places a window has along a side of a given length, as TensorFlow pads. Throws NETWORK_INVALID when it does not
 * fit.
 */
export function placesOf(length: number, { size, stride, padding }: Window): number {
  if (padding === 'same') return Math.ceil(length / stride);
  if (size <= length) return Math.floor((length - size) / stride) + 1;
  throw networkInvalid('The window is larger than what it slides over.', {
    expected: `at most ${String(length)}`,
    received: String(size),
    next: 'Make the window smaller, or pad the edges.',
  });
}
