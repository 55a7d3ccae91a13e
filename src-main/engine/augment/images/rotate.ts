import { affine, aroundMiddle } from './affine';
import { within, type Image, type ImageMethod } from './image';

/** The picture turned around its middle. @param degrees counterclockwise, rows counted downwards. */
export function rotated(image: Image, degrees: number): Image {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return affine(image, aroundMiddle(image, [cos, sin, -sin, cos]));
}

/** Turns by up to `strength` degrees either way. */
export const rotate: ImageMethod = (image, strength, random) => rotated(image, within(strength, random));
