import { StrongroomError } from '../../contract/errors';
import type { Thumbnail } from '../../contract/schemas/images';
import { PackReader } from '../data/images/pack';
import type { PackedImage } from '../data/images/pack';
import type { TaskHandler } from '../protocol';
import { decode, encodeSmall } from './decode';

/** Folders whose index is held: a table asks for pictures many times as one scrolls. */
const heldFolders = 2;

const open = new Map<string, Promise<PackReader>>();

/** The reader of a folder, which stays open for the next call. */
async function readerOf(folder: string): Promise<PackReader> {
  const known = open.get(folder);
  if (known !== undefined) {
    open.delete(folder);
    open.set(folder, known);
    return known;
  }
  const opening = PackReader.open(folder);
  open.set(folder, opening);
  opening.catch(() => open.delete(folder));
  for (const [oldest, reader] of [...open].slice(0, Math.max(0, open.size - heldFolders))) {
    open.delete(oldest);
    await (await reader).close();
  }
  return opening;
}

const urlOf = (bytes: Buffer): string => `data:image/webp;base64,${bytes.toString('base64')}`;

const thumbnail = (image: PackedImage, url: string): Thumbnail => ({
  reference: image.reference,
  url,
  width: image.width,
  height: image.height,
  format: image.format,
  path: image.path,
  bytes: image.file.bytes,
});

/** Small pictures by what stands for them; those that are not there are left out. */
export const thumbnails: TaskHandler<'thumbnails'> = async ({ images, references }) => {
  const reader = await readerOf(images);
  const found: Thumbnail[] = [];
  for (const reference of new Set(references)) {
    const image = reader.images.get(reference);
    if (image !== undefined) found.push(thumbnail(image, urlOf(await reader.read(image.small))));
  }
  return { thumbnails: found };
};

/** One picture, at most `side` points wide and high. Throws FILE_NOT_FOUND when it is not there. */
export const showImage: TaskHandler<'show-image'> = async ({ images, reference, side }) => {
  const reader = await readerOf(images);
  const image = reader.images.get(reference);
  if (image === undefined) {
    throw new StrongroomError('FILE_NOT_FOUND', 'The picture is not among those of the data set.', {
      received: reference,
      next: 'Import the pictures again.',
    });
  }
  const bitmap = await decode(await reader.read(image.file));
  return { image: thumbnail(image, urlOf(await encodeSmall(bitmap, side))) };
};
