import { createHash } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { imageDigits, imageFormatSchema, imagePrefix } from '../../../contract/schemas/images';
import type { ImageFacts } from '../../../contract/schemas/images';

/** The files of a data set's pictures: their bytes as they came with small ones for the table, and what lies where. */
export const imageFiles = { bytes: 'images.bin', index: 'images.json' } as const;

const placeSchema = z.object({ at: z.number(), bytes: z.number() });
const packedImageSchema = z.object({
  reference: z.string(),
  /** Where it was found. */
  path: z.string(),
  format: imageFormatSchema,
  /** Upright. */
  width: z.number(),
  height: z.number(),
  grey: z.boolean(),
  transparent: z.boolean(),
  file: placeSchema,
  /** As WebP. */
  small: placeSchema,
});
export type PackedImage = z.infer<typeof packedImageSchema>;
const indexSchema = z.object({ formatVersion: z.literal(1), images: z.array(packedImageSchema) });

/** What stands for a picture in a table: the same for the same bytes. */
export const referenceOf = (bytes: Uint8Array): string =>
  `${imagePrefix}${createHash('sha256').update(bytes).digest('hex').slice(0, imageDigits)}`;

/** Writes pictures one behind the other. The same picture is kept once. */
export class PackWriter {
  readonly images = new Map<string, PackedImage>();
  private at = 0;

  private constructor(
    private readonly folder: string,
    private readonly file: FileHandle,
  ) {}

  static async create(folder: string): Promise<PackWriter> {
    return new PackWriter(folder, await open(join(folder, imageFiles.bytes), 'w'));
  }

  async add(image: Omit<PackedImage, 'file' | 'small'>, bytes: Buffer, small: Buffer): Promise<void> {
    if (this.images.has(image.reference)) return;
    const file = { at: this.at, bytes: bytes.length };
    const packed = { ...image, file, small: { at: this.at + bytes.length, bytes: small.length } };
    this.images.set(image.reference, packed);
    this.at += bytes.length + small.length;
    await this.file.write(Buffer.concat([bytes, small]), 0, bytes.length + small.length, file.at);
  }

  /** Writes what lies where, and closes. */
  async finish(): Promise<void> {
    await this.file.sync();
    await this.file.close();
    const document = { formatVersion: 1, images: [...this.images.values()] };
    await writeFile(join(this.folder, imageFiles.index), JSON.stringify(document), { flush: true });
  }

  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
  }
}

/** What lies where among the pictures of a folder. Throws what reading or checking it throws. */
export async function readPackIndex(folder: string): Promise<PackedImage[]> {
  const text = await readFile(join(folder, imageFiles.index), 'utf8');
  return indexSchema.parse(JSON.parse(text)).images;
}

/** Reads pictures of a folder; the caller closes it. */
export class PackReader {
  private constructor(
    readonly images: ReadonlyMap<string, PackedImage>,
    private readonly file: FileHandle,
  ) {}

  static async open(folder: string): Promise<PackReader> {
    const images = await readPackIndex(folder);
    const file = await open(join(folder, imageFiles.bytes), 'r');
    return new PackReader(new Map(images.map((image) => [image.reference, image])), file);
  }

  async read({ at, bytes }: PackedImage['file']): Promise<Buffer> {
    const buffer = Buffer.alloc(bytes);
    await this.file.read(buffer, 0, bytes, at);
    return buffer;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function spanOf(values: readonly number[]): ImageFacts['width'] {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  return { minimum: sorted[0] ?? 0, median, maximum: sorted.at(-1) ?? 0 };
}

/** What is known of some pictures, each counted once. */
export function imageFacts(images: readonly PackedImage[]): ImageFacts {
  const formats = new Map<PackedImage['format'], number>();
  for (const { format } of images) formats.set(format, (formats.get(format) ?? 0) + 1);
  return {
    images: images.length,
    width: spanOf(images.map(({ width }) => width)),
    height: spanOf(images.map(({ height }) => height)),
    formats: [...formats]
      .map(([format, count]) => ({ format, count }))
      .sort((a, b) => b.count - a.count || (a.format < b.format ? -1 : 1)),
    grey: images.filter(({ grey }) => grey).length,
    transparent: images.filter(({ transparent }) => transparent).length,
    bytes: images.reduce((sum, { file }) => sum + file.bytes, 0),
  };
}
