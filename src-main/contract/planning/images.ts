import type { ColumnSummary } from '../schemas/data';
import type { FeatureSettings, ImageFit, ImageScaling } from '../schemas/features';
import type { Augmentation, AugmentationName } from '../schemas/augmentation';
import { imageTransformOf } from './transforms';

/** Sides that suit small networks, the smallest first. */
const usualSides = [32, 48, 64, 96] as const;
/** From this share on, colour says nothing. */
const nearlyAllGrey = 0.99;

/** How the pictures of a column become points, with nothing left open. */
export interface ImageSizing {
  /** Points of each side. */
  side: number;
  fit: ImageFit;
  /** 1 grey, 3 red, green and blue. */
  channels: 1 | 3;
  scaling: ImageScaling;
}

/**
 * How a column of pictures is resized: what was chosen, else by how large most of them are (the largest of 32, 48, 64
 * and 96 points that asks for no points that are not there) and whether they have colour.
 */
export function imageSizing(
  features: FeatureSettings,
  { name, images }: Pick<ColumnSummary, 'name' | 'images'>,
): ImageSizing {
  const { side, fit, colour, scaling } = imageTransformOf(features, name);
  const shorter = images === undefined ? 64 : Math.min(images.width.median, images.height.median);
  const usual = usualSides.reduce<number>((best, one) => (one <= shorter ? one : best), usualSides[0]);
  const isGrey = images !== undefined && images.images > 0 && images.grey >= nearlyAllGrey * images.images;
  return { side: side ?? usual, fit, channels: (colour ?? !isGrey) ? 3 : 1, scaling };
}

const ofImages: readonly AugmentationName[] = [
  'rotate',
  'flip',
  'scale',
  'shift',
  'crop',
  'brightness',
  'contrast',
  'cutout',
];

/** Whether an augmentation changes pictures. */
export const changesImages = ({ kind }: Pick<Augmentation, 'kind'>): boolean => ofImages.includes(kind);
