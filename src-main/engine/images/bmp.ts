/** A picture without compression, as `sharp` takes raw points. */
export interface RawImage {
  bytes: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

const fileHeader = 14;
/** Bytes of the oldest header that is read, BITMAPINFOHEADER. */
const infoHeader = 40;
const bitfields = 3;

/** What is wrong with a BMP file, told to the person beside its name. */
export class BmpError extends Error {}

export interface BmpHead {
  width: number;
  height: number;
  bits: 1 | 4 | 8 | 24 | 32;
  /** Rows from the top down. */
  isTopDown: boolean;
  hasAlpha: boolean;
  start: number;
  palette: number;
  colours: number;
}

/** Reads the head of a BMP file of 1, 4, 8, 24 or 32 bits a point, without compression. Throws BmpError. */
export function readBmpHead(file: Buffer): BmpHead {
  if (file.length < fileHeader + infoHeader) throw new BmpError('it is cut short');
  const size = file.readUInt32LE(fileHeader);
  if (size < infoHeader) throw new BmpError('it is of OS/2, which is not read');
  const width = file.readInt32LE(18);
  const height = file.readInt32LE(22);
  const bits = file.readUInt16LE(28);
  const compression = file.readUInt32LE(30);
  if (width <= 0 || height === 0) throw new BmpError('it has no points');
  if (compression !== 0 && !(compression === bitfields && bits === 32))
    throw new BmpError('it is compressed, which is not read of BMP');
  if (bits !== 1 && bits !== 4 && bits !== 8 && bits !== 24 && bits !== 32)
    throw new BmpError(`it has ${String(bits)} bits a point, which is not read`);
  if (compression === bitfields && file.readUInt32LE(54) !== 0xff0000)
    throw new BmpError('its channels are in another order than blue, green and red');
  const colours = file.readUInt32LE(46) || (bits <= 8 ? 2 ** bits : 0);
  return {
    width,
    height: Math.abs(height),
    bits,
    isTopDown: height < 0,
    hasAlpha: bits === 32 && compression === bitfields && size >= 56 && file.readUInt32LE(66) !== 0,
    start: file.readUInt32LE(10),
    palette: fileHeader + size,
    colours,
  };
}

/** The points of a BMP file. Throws BmpError where they are not all there. */
export function readBmp(file: Buffer, head: BmpHead): RawImage {
  const { width, height, bits, isTopDown, hasAlpha, start, palette, colours } = head;
  const line = Math.ceil((width * bits) / 32) * 4;
  if (start + line * height > file.length) throw new BmpError('it is cut short');
  if (bits <= 8 && palette + 4 * colours > file.length) throw new BmpError('its colours are cut short');
  const channels = hasAlpha ? 4 : 3;
  const bytes = Buffer.alloc(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = start + line * (isTopDown ? row : height - 1 - row);
    for (let column = 0; column < width; column++) {
      const to = (row * width + column) * channels;
      let at = from + (column * bits) / 8;
      if (bits <= 8) {
        const byte = file[from + Math.floor((column * bits) / 8)] ?? 0;
        const place = (byte >> (8 - bits - ((column * bits) % 8))) & (2 ** bits - 1);
        at = palette + 4 * Math.min(place, colours - 1);
      }
      bytes[to] = file[at + 2] ?? 0;
      bytes[to + 1] = file[at + 1] ?? 0;
      bytes[to + 2] = file[at] ?? 0;
      if (hasAlpha) bytes[to + 3] = file[at + 3] ?? 255;
    }
  }
  return { bytes, width, height, channels };
}
