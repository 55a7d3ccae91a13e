import { affine, aroundMiddle } from './affine';
import { within, type Image, type ImageMethod } from './image';

/** The picture made larger around its middle. @param factor above 1 enlarges. */
export const scaled = (image: Image, factor: number): Image =>
  affine(image, aroundMiddle(image, [1 / factor, 0, 0, 1 / factor]));

/** Makes larger or smaller by a factor up to 1 + `strength`. */
export const scale: ImageMethod = (image, strength, random) =>
  scaled(image, (1 + strength) ** within(1, random));
