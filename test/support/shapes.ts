import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Random } from '../../src-main/engine/random';

/** Kinds of pictures that anyone tells apart. */
export const shapeNames = ['bars', 'discs', 'rows'] as const;

/** A small picture of a shape: upright stripes, a disc, or level stripes, in any colours. */
export async function shapeOf(kind: (typeof shapeNames)[number], random: Random): Promise<Buffer> {
  const [width, height] = [24 + random.below(16), 24 + random.below(16)];
  const colour = (from: number): number[] => Array.from({ length: 3 }, () => from + random.below(90));
  const [ground, ink] = [colour(150), colour(10)];
  const [x, y, radius] = [10 + random.below(width - 20), 10 + random.below(height - 20), 6 + random.below(4)];
  const period = 5 + random.below(3);
  const bytes = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const isInk = {
        bars: column % period < period / 2,
        rows: row % period < period / 2,
        discs: (row - y) ** 2 + (column - x) ** 2 < radius ** 2,
      }[kind];
      (isInk ? ink : ground).forEach((value, channel) => {
        bytes[(row * width + column) * 3 + channel] = value;
      });
    }
  }
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  const format = (['png', 'jpeg', 'webp', 'gif'] as const)[random.below(4)] ?? 'png';
  return image.toFormat(format).toBuffer();
}

/** Pictures of shapes as `folder/kind/number.png`, whatever their format. @returns their paths from the folder on. */
export async function writeShapes(folder: string, each: number, seed = 1): Promise<string[]> {
  const random = new Random(seed, 'shapes');
  const paths: string[] = [];
  for (const kind of shapeNames) {
    await mkdir(join(folder, kind), { recursive: true });
    for (let index = 0; index < each; index++) {
      const path = `${kind}/${String(index).padStart(3, '0')}.png`;
      await writeFile(join(folder, path), await shapeOf(kind, random));
      paths.push(path);
    }
  }
  return paths;
}
