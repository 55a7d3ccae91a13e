import type { Image, ImageMethod } from './image';

/** The picture with a square of zeros, cut at the edges. @param side of the square, in pixels. */
export function withHole(image: Image, row: number, column: number, side: number): Image {
  const { height, width, channels } = image;
  const values = image.values.slice();
  const half = Math.floor(side / 2);
  for (let y = Math.max(0, row - half); y < Math.min(height, row - half + side); y++) {
    const start = Math.max(0, column - half);
    const end = Math.max(start, Math.min(width, column - half + side));
    values.fill(0, (y * width + start) * channels, (y * width + end) * channels);
  }
  return { ...image, values };
}

/** Hides a square whose side is `strength` of the shorter side, its middle anywhere (DeVries and Taylor, 2017). */
export const cutout: ImageMethod = (image, strength, random) => {
  const side = Math.round(strength * Math.min(image.height, image.width));
  return withHole(image, random.below(image.height), random.below(image.width), side);
};
