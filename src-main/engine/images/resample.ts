import type { ImageFit } from '../../contract/schemas/features';

/** A picture: a byte a point and channel, row after row from the top. */
export interface Bitmap {
  bytes: Uint8Array;
  width: number;
  height: number;
  channels: 1 | 3;
}

/** A part of a picture in points, which need not be whole. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Points on each side of a new one that count, in new points. */
const support = 1;
const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

/** Weights are whole numbers of 1 / 2^22, as Pillow computes bytes. */
const precision = 22;

/** For each new point: the first old one that counts, and the weight of each from there on. */
interface Weights {
  first: Int32Array;
  weights: Float64Array[];
}

/**
 * Bilinear weights of a line of points made shorter or longer; where it gets shorter, as many old points count as become
 * one (Pillow, src/libImaging/Resample.c: precompute_coeffs and normalize_coeffs_8bpc).
 */
function weightsOf(length: number, from: number, to: number, made: number): Weights {
  const scale = (to - from) / made;
  const filterScale = Math.max(1, scale);
  const reach = support * filterScale;
  const inverse = 1 / filterScale;
  const first = new Int32Array(made);
  const weights = Array.from({ length: made }, (_, place) => {
    const center = from + (place + 0.5) * scale;
    const low = Math.max(0, Math.trunc(center - reach + 0.5));
    const high = Math.min(length, Math.trunc(center + reach + 0.5));
    first[place] = low;
    const own = Float64Array.from({ length: high - low }, (__, at) =>
      triangle((at + low - center + 0.5) * inverse),
    );
    const sum = own.reduce((total, weight) => total + weight, 0);
    return own.map((weight) => {
      const whole = (sum === 0 ? weight : weight / sum) * 2 ** precision;
      return Math.trunc(whole < 0 ? whole - 0.5 : whole + 0.5);
    });
  });
  return { first, weights };
}

const byteOf = (sum: number): number =>
  Math.min(255, Math.max(0, Math.floor((sum + 2 ** (precision - 1)) / 2 ** precision)));

function alongRows(
  { bytes, width, height, channels }: Bitmap,
  from: number,
  to: number,
  made: number,
): Bitmap {
  const { first, weights } = weightsOf(width, from, to, made);
  const out = new Uint8Array(made * height * channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < made; column++) {
      const own = weights[column] ?? new Float64Array(0);
      const start = (row * width + (first[column] ?? 0)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let at = 0; at < own.length; at++)
          sum += (own[at] ?? 0) * (bytes[start + at * channels + channel] ?? 0);
        out[(row * made + column) * channels + channel] = byteOf(sum);
      }
    }
  }
  return { bytes: out, width: made, height, channels };
}

function alongColumns(
  { bytes, width, height, channels }: Bitmap,
  from: number,
  to: number,
  made: number,
): Bitmap {
  const { first, weights } = weightsOf(height, from, to, made);
  const line = width * channels;
  const out = new Uint8Array(made * line);
  const sums = new Float64Array(line);
  for (let row = 0; row < made; row++) {
    const own = weights[row] ?? new Float64Array(0);
    sums.fill(0);
    own.forEach((weight, at) => {
      const start = ((first[row] ?? 0) + at) * line;
      for (let place = 0; place < line; place++)
        sums[place] = (sums[place] ?? 0) + weight * (bytes[start + place] ?? 0);
    });
    for (let place = 0; place < line; place++) out[row * line + place] = byteOf(sums[place] ?? 0);
  }
  return { bytes: out, width, height: made, channels };
}

/**
 * A part of a picture as one of another size: `Image.resize(size, Image.BILINEAR, box)` of Pillow, rows first. Some
 * versions of Pillow begin with columns where that is less work, which may move a byte by one.
 */
function resized(image: Bitmap, width: number, height: number, box: Box): Bitmap {
  const isWhole = (from: number, to: number, length: number, made: number): boolean =>
    from === 0 && to === length && length === made;
  const narrow = isWhole(box.left, box.right, image.width, width)
    ? image
    : alongRows(image, box.left, box.right, width);
  return isWhole(box.top, box.bottom, narrow.height, height)
    ? narrow
    : alongColumns(narrow, box.top, box.bottom, height);
}

const whole = ({ width, height }: Bitmap): Box => ({ left: 0, top: 0, right: width, bottom: height });

/** Half to even, as Python rounds. */
function rounded(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/** Whole within a square, black beside it: `ImageOps.pad` of Pillow. */
function padded(image: Bitmap, side: number): Bitmap {
  const ratio = image.width / image.height;
  const width = ratio >= 1 ? side : Math.max(1, rounded((image.width / image.height) * side));
  const height = ratio <= 1 ? side : Math.max(1, rounded((image.height / image.width) * side));
  const inner = resized(image, width, height, whole(image));
  if (inner.width === side && inner.height === side) return inner;
  const { channels } = image;
  const bytes = new Uint8Array(side * side * channels);
  const left = rounded((side - width) / 2);
  const top = rounded((side - height) / 2);
  for (let row = 0; row < height; row++) {
    const line = inner.bytes.subarray(row * width * channels, (row + 1) * width * channels);
    bytes.set(line, ((top + row) * side + left) * channels);
  }
  return { bytes, width: side, height: side, channels };
}

/** The largest square in the middle: `ImageOps.fit` of Pillow. */
function cropped(image: Bitmap, side: number): Bitmap {
  const { width, height } = image;
  const cut = Math.min(width, height);
  const left = (width - cut) * 0.5;
  const top = (height - cut) * 0.5;
  return resized(image, side, side, { left, top, right: left + cut, bottom: top + cut });
}

/** Grey as Pillow has it: 0.299 red, 0.587 green and 0.114 blue (ITU-R 601), rounded. */
export function greyOf(image: Bitmap): Bitmap {
  if (image.channels === 1) return image;
  const { bytes, width, height } = image;
  const grey = new Uint8Array(width * height);
  for (let place = 0; place < grey.length; place++) {
    const at = 3 * place;
    const sum = 19_595 * (bytes[at] ?? 0) + 38_470 * (bytes[at + 1] ?? 0) + 7471 * (bytes[at + 2] ?? 0);
    grey[place] = (sum + 0x8000) >> 16;
  }
  return { bytes: grey, width, height, channels: 1 };
}

/** A picture as a square of `side` points. */
export function squareOf(image: Bitmap, side: number, fit: ImageFit): Bitmap {
  switch (fit) {
    case 'stretch':
      return resized(image, side, side, whole(image));
    case 'fit':
      return padded(image, side);
    case 'crop':
      return cropped(image, side);
  }
}
