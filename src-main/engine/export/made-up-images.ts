import { imageDigits, imagePrefix } from '../../contract/schemas/images';
import { Pixels, pointsOf } from '../data/pixels';
import type { FittedImage } from '../features/fitted';
import { Random } from '../random';

/** Different pictures that are made up. */
const ordinaryImages = 24;
const white = 255;

const referenceOf = (place: number): string =>
  `${imagePrefix}${place.toString(16).padStart(imageDigits, '0')}`;

/** Each picture by what its points are: by row, column and channel. */
type Point = (row: number, column: number, channel: number) => number;

function pixelsOf(feature: FittedImage, images: readonly Point[]): Pixels {
  const { height, width, channels } = feature;
  const size = pointsOf(feature);
  const bytes = new Uint8Array(images.length * size);
  images.forEach((point, image) => {
    let at = image * size;
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let channel = 0; channel < channels; channel++)
          bytes[at++] = Math.min(white, Math.max(0, Math.round(point(row, column, channel))));
  });
  const { fit } = feature;
  return Pixels.ofBytes(
    { height, width, channels, fit },
    images.map((_, place) => referenceOf(place)),
    bytes,
  );
}

/** Pictures with the mean and spread that training rows had. The same model gives the same pictures. */
export function ordinaryPixels(feature: FittedImage): Pixels {
  const random = new Random(1, 'made-up pictures');
  const isScaled = feature.center.some((value) => value !== 0);
  return pixelsOf(
    feature,
    Array.from({ length: ordinaryImages }, (): Point => {
      const light = random.normal() * 0.5;
      return (_row, _column, channel) => {
        const spread = isScaled ? (feature.scale[channel] ?? 1) : white / 4;
        return (feature.mean[channel] ?? white / 2) + spread * (light + random.normal());
      };
    }),
  );
}

/** Pictures at the ends of what a picture can be: black, white, stripes, a single point, one colour, noise. */
export function hostilePixels(feature: FittedImage): Pixels {
  const random = new Random(1, 'hostile pictures');
  const flat =
    (value: number): Point =>
    () =>
      value;
  return pixelsOf(feature, [
    (_row, _column, channel) => feature.mean[channel] ?? 0,
    flat(0),
    flat(white),
    flat(1),
    (row) => (row % 2 === 0 ? 0 : white),
    (_row, column) => (column % 2 === 0 ? 0 : white),
    (row, column) => ((row + column) % 2 === 0 ? 0 : white),
    (row, column) => (row === 0 && column === 0 ? white : 0),
    (row, column) => (row === feature.height - 1 && column === feature.width - 1 ? white : 0),
    (_row, _column, channel) => (channel === 0 ? white : 0),
    (_row, _column, channel) => (channel === feature.channels - 1 ? white : 0),
    () => random.below(white + 1),
    (row, column) => (white * (row + column)) / (feature.height + feature.width),
  ]);
}
