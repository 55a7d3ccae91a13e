import { join } from 'node:path';
import { throwIfCancelled } from '../data/cancelled';
import { PackReader } from '../data/images/pack';
import type { PackedImage } from '../data/images/pack';
import { pixelsName, PixelsWriter } from '../data/pixels';
import type { PixelShape } from '../data/pixels';
import type { TaskHandler } from '../protocol';
import { decode } from './decode';
import { greyOf, squareOf } from './resample';
import type { Bitmap } from './resample';

/** Pictures that are decoded while another is resized. */
const ahead = 3;

function pointsIn(image: Bitmap, grey: Bitmap, { channels, height, fit }: PixelShape): Uint8Array {
  const from = channels === 1 ? grey : image;
  const { bytes } = squareOf(from, height, fit);
  if (channels === from.channels) return bytes;
  // Grey as red, green and blue.
  const all = new Uint8Array(bytes.length * 3);
  bytes.forEach((value, place) => all.fill(value, 3 * place, 3 * place + 3));
  return all;
}

/** Brings every picture of a folder to some shapes: see `resize-images` in protocol.ts. */
export const resizeImages: TaskHandler<'resize-images'> = async (
  { images: folder, shapes, directory },
  { signal, report },
) => {
  const pack = await PackReader.open(folder);
  const images = [...pack.images.values()];
  const references = images.map(({ reference }) => reference);
  const writers = shapes.map((shape) => ({
    shape,
    writer: PixelsWriter.create(join(directory, pixelsName(shape)), shape, references),
  }));
  const read = async ({ file }: PackedImage): Promise<Bitmap> => decode(await pack.read(file));
  try {
    const waiting = images.slice(0, ahead).map(read);
    for (const [place] of images.entries()) {
      throwIfCancelled(signal);
      const image = await waiting.shift();
      const next = images[place + ahead];
      if (next !== undefined) waiting.push(read(next));
      if (image === undefined) continue;
      const grey = shapes.some(({ channels }) => channels === 1) ? greyOf(image) : image;
      for (const { shape, writer } of writers) writer.put(place, pointsIn(image, grey, shape));
      if (place % 20 === 0)
        report({
          fraction: place / images.length,
          detail: `${String(place)} of ${String(images.length)} pictures resized`,
        });
    }
    return { images: images.length };
  } finally {
    for (const { writer } of writers) writer.close();
    await pack.close();
  }
};
