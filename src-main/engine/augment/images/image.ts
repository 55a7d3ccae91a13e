import type { Random } from '../../random';

/** A picture: [height, width, channels], values from 0 to 1. */
export interface Image {
  values: Float32Array;
  height: number;
  width: number;
  channels: number;
}

/** Changes a picture by chance; the size stays. @param strength what the method's own documentation says. */
export type ImageMethod = (image: Image, strength: number, random: Random) => Image;

/** A number that is uniform in [-most, most). */
export const within = (most: number, random: Random): number => (2 * random.next() - 1) * most;

/** The picture with every value changed, and kept within 0 and 1. */
export const withValues = (image: Image, change: (value: number) => number): Image => ({
  ...image,
  values: image.values.map((value) => Math.min(1, Math.max(0, change(value)))),
});
