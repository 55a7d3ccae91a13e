import sharp from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import type { ImageFormat } from '../../contract/schemas/images';
import { BmpError, readBmp, readBmpHead } from './bmp';
import { limits } from './limits';
import type { Bitmap } from './resample';
import { formatOf } from './sniff';

// Nothing of an earlier picture is of use for the next one, and the machine has other work beside.
sharp.cache(false);
sharp.concurrency(1);

/** Why a file is no picture that can be used; the message goes on from the file's name and "cannot be read:". */
export class BadImage extends Error {}

/** What a file says of itself, upright, before its points are decoded. */
export interface ImageHead {
  format: ImageFormat;
  width: number;
  height: number;
  hasAlpha: boolean;
  isGrey: boolean;
}

const options: SharpOptions = {
  failOn: 'error',
  limitInputPixels: limits.points,
  // The colours that are in the file, as other programs that train networks read them.
  ignoreIcc: true,
  animated: false,
};

function requireSize(width: number, height: number): void {
  if (width > limits.side || height > limits.side || width * height > limits.points)
    throw new BadImage(
      `it would have ${String(width)} x ${String(height)} points, more than can be held safely`,
    );
}

/** The reader of a file, of the format that its bytes are in. Throws BadImage. */
function open(bytes: Buffer): { format: ImageFormat; image: Sharp } {
  const format = formatOf(bytes);
  if (format === null)
    throw new BadImage('it is not a PNG, JPEG, WebP, GIF or BMP picture, whatever its name says');
  if (format !== 'bmp') return { format, image: sharp(bytes, options) };
  const head = readBmpHead(bytes);
  requireSize(head.width, head.height);
  const { bytes: points, width, height, channels } = readBmp(bytes, head);
  return { format, image: sharp(points, { ...options, raw: { width, height, channels } }) };
}

/** Faults of libvips and of BMP files in words for the person. */
function plainly(error: unknown): BadImage {
  if (error instanceof BadImage) return error;
  if (error instanceof BmpError) return new BadImage(error.message);
  const [first = 'it is damaged'] = error instanceof Error ? error.message.split('\n') : [];
  return new BadImage(`it is damaged or incomplete (${first.trim()})`);
}

const isSideways = (orientation: number | undefined): boolean =>
  orientation !== undefined && orientation >= 5;

/** What a file says of itself; nothing is decoded of it but BMP. Throws BadImage. */
export async function readHead(bytes: Buffer): Promise<ImageHead> {
  try {
    const { format, image } = open(bytes);
    const { width, height, orientation, hasAlpha, channels } = await image.metadata();
    requireSize(width, height);
    const [upright, across] = isSideways(orientation) ? [height, width] : [width, height];
    return { format, width: upright, height: across, hasAlpha, isGrey: channels <= 2 };
  } catch (error) {
    throw plainly(error);
  }
}

/**
 * The points of a picture, upright, eight bits a channel, on white where it is transparent; the first picture of an
 * animation. Throws BadImage.
 */
export async function decode(bytes: Buffer): Promise<Bitmap> {
  try {
    const { image } = open(bytes);
    const { data, info } = await image
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (channels === 1 || channels === 3) return { bytes: data, width, height, channels };
    throw new BadImage(`it has ${String(channels)} channels of colour`);
  } catch (error) {
    throw plainly(error);
  }
}

/** Whether no point of a picture has colour. */
export function isColourless({ bytes, channels }: Bitmap): boolean {
  if (channels === 1) return true;
  for (let at = 0; at < bytes.length; at += 3)
    if (bytes[at] !== bytes[at + 1] || bytes[at] !== bytes[at + 2]) return false;
  return true;
}

/** A picture made small enough for a place in the window, as WebP. @param side of the square that it fits into. */
export const encodeSmall = ({ bytes, width, height, channels }: Bitmap, side: number): Promise<Buffer> =>
  sharp(bytes, { raw: { width, height, channels } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, smartSubsample: true })
    .toBuffer();
