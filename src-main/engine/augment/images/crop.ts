import { affine } from './affine';
import type { Image, ImageMethod } from './image';

/** A part of the picture, stretched to the size of the whole. @param share of each side that is kept, in (0, 1]. */
export function cropped(image: Image, top: number, left: number, share: number): Image {
  return affine(image, { matrix: [share, 0, 0, share], offset: [top, left] });
}

/** Keeps at least 1 - `strength` of each side, somewhere in the picture. */
export const crop: ImageMethod = (image, strength, random) => {
  const share = 1 - strength * random.next();
  const top = random.next() * (1 - share) * (image.height - 1);
  const left = random.next() * (1 - share) * (image.width - 1);
  return cropped(image, top, left, share);
};
