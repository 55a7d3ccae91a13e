import { withValues, within, type Image, type ImageMethod } from './image';

/** Every value moved away from the mean of the picture. @param factor above 1 for more contrast. */
export function contrasted(image: Image, factor: number): Image {
  const mean = image.values.reduce((sum, value) => sum + value, 0) / Math.max(1, image.values.length);
  return withValues(image, (value) => mean + factor * (value - mean));
}

/** Multiplies the contrast by 1 - `strength` to 1 + `strength`. */
export const contrast: ImageMethod = (image, strength, random) =>
  contrasted(image, 1 + within(strength, random));
