import { brightness } from './brightness';
import { contrast } from './contrast';
import { crop } from './crop';
import { cutout } from './cutout';
import { flip } from './flip';
import type { ImageMethod } from './image';
import { rotate } from './rotate';
import { scale } from './scale';
import { shift } from './shift';

/** What can be done to pictures, with the strength that suits most. */
export const imageMethods = {
  rotate: { apply: rotate, standard: 15 },
  flip: { apply: flip, standard: 0.5 },
  scale: { apply: scale, standard: 0.1 },
  shift: { apply: shift, standard: 0.1 },
  crop: { apply: crop, standard: 0.2 },
  brightness: { apply: brightness, standard: 0.1 },
  contrast: { apply: contrast, standard: 0.2 },
  cutout: { apply: cutout, standard: 0.25 },
} as const satisfies Record<string, { apply: ImageMethod; standard: number }>;
