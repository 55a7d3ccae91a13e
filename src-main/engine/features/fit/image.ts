import { numeric, type Database } from '../../data/database';
import { pointsOf, type Pixels, type PixelShape } from '../../data/pixels';
import { identifier } from '../../data/sql';
import type { ImageScaling } from '../../../contract/schemas/features';
import type { FittedImage } from '../fitted/images';

/** Pictures whose points are looked at: more of them would change the mean by nothing that can be seen. */
const mostImages = 4096;
const imagesAtOnce = 256;
/** White, of bytes. */
const white = 255;
/** The mean of 0 and 255, where there is no picture at all. */
const middle = 127.5;

/** What is summed up of each channel. */
class Moments {
  private readonly sum: number[];
  private readonly squares: number[];
  private count = 0;

  constructor(private readonly channels: number) {
    this.sum = new Array<number>(channels).fill(0);
    this.squares = new Array<number>(channels).fill(0);
  }

  /** @param times how many rows have the picture. */
  add(points: Float32Array, times: number): void {
    const { channels, sum, squares } = this;
    for (let channel = 0; channel < channels; channel++) {
      let [own, square] = [0, 0];
      for (let at = channel; at < points.length; at += channels) {
        const value = points[at] ?? 0;
        own += value;
        square += value * value;
      }
      sum[channel] = (sum[channel] ?? 0) + times * own;
      squares[channel] = (squares[channel] ?? 0) + times * square;
    }
    this.count += (times * points.length) / channels;
  }

  get mean(): number[] {
    return this.sum.map((sum) => (this.count === 0 ? middle : sum / this.count));
  }

  /** Population standard deviation; 1 where every point is the same. */
  get deviation(): number[] {
    return this.squares.map((squares, channel) => {
      const mean = this.mean[channel] ?? 0;
      const variance = this.count === 0 ? 0 : squares / this.count - mean * mean;
      return variance > 1e-6 ? Math.sqrt(variance) : 1;
    });
  }
}

/**
 * Fits a column of pictures: the mean and deviation of each channel over all points of the pictures of training rows.
 * @param rows what follows FROM: the training rows. @param pixels the pictures in their shape.
 */
export async function fitImage(
  database: Database,
  rows: string,
  column: string,
  scaling: ImageScaling,
  pixels: Pixels,
): Promise<FittedImage> {
  const name = identifier(column);
  const found = await database.rows(
    `SELECT ${name} AS reference, count(*)::DOUBLE AS times FROM ${rows} WHERE ${name} IS NOT NULL
      GROUP BY 1 ORDER BY 1 LIMIT ${String(mostImages)}`,
  );
  const [counted = {}] = await database.rows(`SELECT count(*) - count(${name}) AS missing FROM ${rows}`);
  const known = found.flatMap((row) => {
    const reference = String(row['reference']);
    return pixels.has(reference) ? [{ reference, times: numeric(row['times']) }] : [];
  });
  const { shape } = pixels;
  const size = pointsOf(shape);
  const moments = new Moments(shape.channels);
  for (let start = 0; start < known.length; start += imagesAtOnce) {
    const some = known.slice(start, start + imagesAtOnce);
    const points = pixels.read(some.map(({ reference }) => reference));
    some.forEach(({ times }, place) => moments.add(points.subarray(place * size, (place + 1) * size), times));
  }
  return fittedImage(column, shape, scaling, moments.mean, moments.deviation, {
    indicator: numeric(counted['missing']) > 0,
  });
}

function fittedImage(
  column: string,
  { height, width, channels, fit }: PixelShape,
  scaling: ImageScaling,
  mean: number[],
  deviation: number[],
  { indicator }: { indicator: boolean },
): FittedImage {
  const plain = (value: number): number[] => new Array<number>(channels).fill(value);
  const [center, scale] = scaling === 'unit' ? [plain(0), plain(white)] : [mean, deviation];
  return { kind: 'image', column, height, width, channels, fit, center, scale, mean, indicator };
}
