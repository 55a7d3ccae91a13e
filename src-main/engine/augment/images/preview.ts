import type { AugmentationPreview } from '../../../contract/schemas/augmentation';
import type { InputPart } from '../../../contract/network';
import type { BatchAugmenter } from '../training';
import type { BatchSetting, ImageScale } from '../method';
import { bitmapUrl } from './bitmap-url';

/** Pictures that are shown, and what becomes of each in so many steps. */
const shownRows = 6;
const shownSteps = 5;

function urlOf(x: Float32Array, start: number, { sizes }: InputPart, { center, scale }: ImageScale): string {
  const [height = 1, width = 1, all = 1] = sizes;
  const channels = center.length;
  const points = new Float32Array(height * width * channels);
  for (let point = 0; point < height * width; point++)
    for (let channel = 0; channel < channels; channel++)
      points[point * channels + channel] =
        (x[start + point * all + channel] ?? 0) * (scale[channel] ?? 1) + (center[channel] ?? 0);
  return bitmapUrl(points, height, width, channels);
}

/**
 * Pictures of the first rows, and what they become in some steps of training.
 * @param x [rows, width] as the network takes them. @param y one value a row.
 */
export function previewImages(
  x: Float32Array,
  y: Float32Array,
  width: number,
  augment: BatchAugmenter,
  { inputs, images = new Map<string, ImageScale>() }: Omit<BatchSetting, 'random'>,
): AugmentationPreview['images'] {
  const parts = inputs.parts.flatMap((part) => {
    const scaling = images.get(part.name);
    return scaling === undefined ? [] : [{ part, scaling, place: part.stretches[0]?.place ?? 0 }];
  });
  if (parts.length === 0) return [];
  const rows = Math.min(shownRows, y.length);
  const some = x.slice(0, rows * width);
  const steps = Array.from({ length: shownSteps }, (_, step) => {
    const changed = some.slice();
    augment.apply(changed, y.slice(0, rows), step);
    return changed;
  });
  return parts.flatMap(({ part, scaling, place }) =>
    Array.from({ length: rows }, (_, row) => ({
      column: part.name,
      before: urlOf(some, row * width + place, part, scaling),
      after: steps.map((changed) => urlOf(changed, row * width + place, part, scaling)),
    })),
  );
}
