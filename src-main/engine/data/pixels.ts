import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import type { ImageFit } from '../../contract/schemas/features';

/** How pictures became points: what a network that looks at them has to know. */
export interface PixelShape {
  height: number;
  width: number;
  /** 1 grey, 3 red, green and blue. */
  channels: 1 | 3;
  fit: ImageFit;
}

const magic = 'SRP1';
const headBytes = 8;

export const pointsOf = ({ height, width, channels }: PixelShape): number => height * width * channels;

/** The name of the file that has the pictures of a data set in one shape. */
export const pixelsName = ({ height, width, channels, fit }: PixelShape): string =>
  `pixels-${String(height)}x${String(width)}x${String(channels)}-${fit}.bin`;

export const isSameShape = (a: PixelShape, b: PixelShape): boolean => pixelsName(a) === pixelsName(b);

const damaged = (path: string): StrongroomError =>
  new StrongroomError('MODEL_DAMAGED', `${path} is not a file of pictures.`, {
    expected: `a file that begins with ${magic}`,
  });

function head(shape: PixelShape, references: readonly string[]): Buffer {
  const json = Buffer.from(JSON.stringify({ ...shape, references }), 'utf8');
  const bytes = Buffer.alloc(headBytes + json.length);
  bytes.write(magic, 0, 'latin1');
  bytes.writeUInt32LE(json.length, 4);
  json.copy(bytes, headBytes);
  return bytes;
}

/**
 * Pictures of one shape, each a byte a point and channel, row after row from the top. In a file they stay on the disk
 * and are read as they are needed: a file is "SRP1", the length of a JSON head (uint32, little-endian), the head with
 * the shape and what stands for each picture, and the points.
 */
export class Pixels {
  private readonly places: Map<string, number>;

  private constructor(
    readonly shape: PixelShape,
    readonly references: readonly string[],
    private readonly at: { path: string; start: number } | { bytes: Uint8Array },
  ) {
    this.places = new Map(references.map((reference, place) => [reference, place]));
  }

  /** Throws MODEL_DAMAGED when the file is not one of pictures. */
  static open(path: string): Pixels {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(headBytes);
      if (readSync(file, start, 0, headBytes, 0) < headBytes || start.toString('latin1', 0, 4) !== magic)
        throw damaged(path);
      const json = Buffer.alloc(start.readUInt32LE(4));
      if (readSync(file, json, 0, json.length, headBytes) < json.length) throw damaged(path);
      const { references, ...shape } = JSON.parse(json.toString('utf8')) as PixelShape & {
        references: string[];
      };
      return new Pixels(shape, references, { path, start: headBytes + json.length });
    } finally {
      closeSync(file);
    }
  }

  static ofBytes(shape: PixelShape, references: readonly string[], bytes: Uint8Array): Pixels {
    return new Pixels(shape, references, { bytes });
  }

  /** The file that holds them; null where they are in memory. */
  get path(): string | null {
    return 'path' in this.at ? this.at.path : null;
  }

  /**
   * The points of pictures one behind the other, [count, height, width, channels], 0 to 255; NaN where there is none.
   * @param wanted what stands for each picture; null for a missing one.
   */
  read(wanted: readonly (string | null)[]): Float32Array {
    const size = pointsOf(this.shape);
    const values = new Float32Array(wanted.length * size);
    this.within((pointsAt) => {
      wanted.forEach((reference, row) => {
        const place = reference === null ? undefined : this.places.get(reference);
        if (place === undefined) values.fill(Number.NaN, row * size, (row + 1) * size);
        else values.set(pointsAt(place), row * size);
      });
    });
    return values;
  }

  has(reference: string): boolean {
    return this.places.has(reference);
  }

  private within(work: (pointsAt: (place: number) => Uint8Array) => void): void {
    const size = pointsOf(this.shape);
    const { at } = this;
    if ('bytes' in at) {
      work((place) => at.bytes.subarray(place * size, (place + 1) * size));
      return;
    }
    const file = openSync(at.path, 'r');
    const points = Buffer.alloc(size);
    try {
      work((place) => {
        if (readSync(file, points, 0, size, at.start + place * size) < size) throw damaged(at.path);
        return points;
      });
    } finally {
      closeSync(file);
    }
  }

  /** Writes those that are in memory as a file. */
  async write(path: string): Promise<void> {
    if (!('bytes' in this.at)) throw new StrongroomError('INTERNAL', 'These pictures are in a file already.');
    await writeFile(path, Buffer.concat([head(this.shape, this.references), this.at.bytes]));
  }
}

/** Writes pictures one by one. */
export class PixelsWriter {
  private constructor(
    private readonly file: number,
    private readonly start: number,
    private readonly size: number,
  ) {}

  static create(path: string, shape: PixelShape, references: readonly string[]): PixelsWriter {
    const file = openSync(path, 'w');
    const bytes = head(shape, references);
    writeSync(file, bytes, 0, bytes.length, 0);
    return new PixelsWriter(file, bytes.length, pointsOf(shape));
  }

  put(place: number, points: Uint8Array): void {
    writeSync(this.file, points, 0, this.size, this.start + place * this.size);
  }

  close(): void {
    closeSync(this.file);
  }
}
