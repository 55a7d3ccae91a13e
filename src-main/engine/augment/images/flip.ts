import { affine } from './affine';
import type { Image, ImageMethod } from './image';

/** The picture seen in a mirror: left is right. */
export const flipped = (image: Image): Image =>
  affine(image, { matrix: [1, 0, 0, -1], offset: [0, image.width - 1] });

/** Mirrors a picture with the probability `strength`. */
export const flip: ImageMethod = (image, strength, random) =>
  random.next() < strength ? flipped(image) : image;
