import type { Image } from './image';

/** From a place in the new picture to one in the old: [row, column] = matrix [row, column] + offset. */
export interface Affine {
  matrix: readonly [number, number, number, number];
  offset: readonly [number, number];
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/**
 * A picture seen through an affine map, between four points linearly, beyond the edge as at the edge:
 * scipy.ndimage.affine_transform with order 1 and mode "nearest".
 */
export function affine(image: Image, { matrix: [a, b, c, d], offset: [down, right] }: Affine): Image {
  const { values, height, width, channels } = image;
  const made = new Float32Array(values.length);
  const at = (row: number, column: number, channel: number): number =>
    values[(row * width + column) * channels + channel] ?? 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const y = clamp(a * row + b * column + down, height - 1);
      const x = clamp(c * row + d * column + right, width - 1);
      const top = Math.floor(y);
      const left = Math.floor(x);
      const bottom = Math.min(top + 1, height - 1);
      const far = Math.min(left + 1, width - 1);
      for (let channel = 0; channel < channels; channel++) {
        const above = at(top, left, channel) * (1 - (x - left)) + at(top, far, channel) * (x - left);
        const below = at(bottom, left, channel) * (1 - (x - left)) + at(bottom, far, channel) * (x - left);
        made[(row * width + column) * channels + channel] = above * (1 - (y - top)) + below * (y - top);
      }
    }
  }
  return { ...image, values: made };
}

/** The offset that leaves the middle of a picture where it is. */
export function aroundMiddle({ height, width }: Image, matrix: Affine['matrix']): Affine {
  const [a, b, c, d] = matrix;
  const y = (height - 1) / 2;
  const x = (width - 1) / 2;
  return { matrix, offset: [y - a * y - b * x, x - c * y - d * x] };
}
