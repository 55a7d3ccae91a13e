import type { InputPart } from '../../../contract/network';
import type { Augmentation } from '../../../contract/schemas/augmentation';
import type { Batch, BatchSetting, ImageScale } from '../method';
import { imageMethods } from '.';
import type { Image } from './image';

type ImageAugmentation = Extract<Augmentation, { kind: keyof typeof imageMethods }>;

/** White, of bytes. */
const white = 255;

/** The picture at a place of a row, its points from 0 to 1; null where it is missing. */
function imageAt(
  x: Float32Array,
  start: number,
  [height = 1, width = 1, all = 1]: readonly number[],
  { center, scale }: ImageScale,
): Image | null {
  const channels = center.length;
  if (all > channels && (x[start + channels] ?? 0) > 0.5) return null;
  const values = new Float32Array(height * width * channels);
  for (let point = 0; point < height * width; point++)
    for (let channel = 0; channel < channels; channel++)
      values[point * channels + channel] =
        ((x[start + point * all + channel] ?? 0) * (scale[channel] ?? 1) + (center[channel] ?? 0)) / white;
  return { values, height, width, channels };
}

function changePart(
  batch: Batch,
  { stretches, sizes }: InputPart,
  { kind, rows: share, strength }: ImageAugmentation,
  { random }: BatchSetting,
  scaling: ImageScale,
): void {
  const [height = 1, width = 1, all = 1] = sizes;
  const { center, scale } = scaling;
  // Pictures lie in one piece, see `inputParts`.
  const place = stretches[0]?.place ?? 0;
  for (let row = 0; row < batch.rows; row++) {
    if (random.next() >= share) continue;
    const start = row * batch.width + place;
    const image = imageAt(batch.x, start, sizes, scaling);
    if (image === null) continue;
    const { values, channels } = imageMethods[kind].apply(image, strength, random);
    for (let point = 0; point < height * width; point++)
      for (let channel = 0; channel < channels; channel++)
        batch.x[start + point * all + channel] =
          ((values[point * channels + channel] ?? 0) * white - (center[channel] ?? 0)) /
          (scale[channel] ?? 1);
  }
}

/** Changes the pictures of some rows of a batch by chance; the table and other inputs stay as they are. */
export function changeImages(batch: Batch, one: ImageAugmentation, setting: BatchSetting): void {
  for (const part of setting.inputs.parts) {
    const scaling = setting.images?.get(part.name);
    if (part.kind === 'image' && scaling !== undefined) changePart(batch, part, one, setting, scaling);
  }
}
