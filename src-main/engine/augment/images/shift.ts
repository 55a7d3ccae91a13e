import { affine } from './affine';
import { within, type Image, type ImageMethod } from './image';

/** The picture moved by pixels, down and to the right. */
export const shifted = (image: Image, down: number, right: number): Image =>
  affine(image, { matrix: [1, 0, 0, 1], offset: [-down, -right] });

/** Moves by up to `strength` of the height and of the width. */
export const shift: ImageMethod = (image, strength, random) =>
  shifted(image, within(strength * image.height, random), within(strength * image.width, random));
