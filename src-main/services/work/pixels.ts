import { existsSync } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { imageFits } from '../../contract/schemas/features';
import {
  modelFiles,
  type ImageShape,
  type ShapedColumn,
  type TaskParams,
  type TaskResult,
} from '../../engine/protocol';
import { readJsonDocument } from '../../workspace';
import type { House } from '../house';
import { SharedWork } from './shared-work';
import { part, unheard, type Work } from './work';

type TaskOptions = Parameters<House['engine']['run']>[2];

/** The name of the file that has all pictures in a shape: as `pixelsName` of the engine has it. */
const fileOf = ({ height, width, channels, fit }: ImageShape): string =>
  `pixels-${String(height)}x${String(width)}x${String(channels)}-${fit}.bin`;

/** Files that are being made. */
const making = new SharedWork<void>();

/** A second name for the same bytes where the disk allows it, else a copy. */
async function share(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}

/**
 * Brings the pictures of a data set to some shapes and puts the files into `directory`. They are kept beside the
 * pictures, so that the next training finds them there.
 * @param images the folder where the pictures are packed.
 */
export async function placePixels(
  { engine, workspace }: House,
  images: string,
  shapes: readonly ImageShape[],
  directory: string,
  options: TaskOptions,
): Promise<void> {
  const wanted = new Map(shapes.map((shape) => [fileOf(shape), shape]));
  const work: Work = {
    signal: options?.signal ?? unheard.signal,
    report: (fraction, detail) => options?.onProgress?.({ fraction, detail }),
  };
  await making.run(images, work, async (shared) => {
    const lacking = [...wanted].filter(([name]) => !existsSync(join(images, name)));
    if (lacking.length === 0) return;
    await workspace.scratch.within('pixels', async (folder) => {
      const params = { images, shapes: lacking.map(([, shape]) => shape), directory: folder };
      await engine.run('resize-images', params, part(shared, 0, 1, 'Resizing pictures'));
      for (const [name] of lacking) await moveTo(join(folder, name), join(images, name));
    });
  });
  for (const name of wanted.keys()) await share(join(images, name), join(directory, name));
}

/** Moves a file; across disks by a copy under another name, so that half a file is never taken for a whole one. */
async function moveTo(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
    await rm(from, { force: true });
  }
}

const imageFeatureSchema = z.object({
  kind: z.literal('image'),
  column: z.string(),
  height: z.number(),
  width: z.number(),
  channels: z.union([z.literal(1), z.literal(3)]),
  fit: z.enum(imageFits),
});
const featuresSchema = z.object({ features: z.array(z.unknown()) });

/** The columns of pictures that a model takes, each in its shape; none where it takes none. */
export async function shapesOfModel(folder: string): Promise<ShapedColumn[]> {
  const document = featuresSchema.parse(
    await readJsonDocument(join(folder, modelFiles.features), 'MODEL_DAMAGED'),
  );
  return document.features.flatMap((feature) => {
    const read = imageFeatureSchema.safeParse(feature);
    if (!read.success) return [];
    const { column, height, width, channels, fit } = read.data;
    return [{ column, shape: { height, width, channels, fit } }];
  });
}

/** Writes rows of a table as a model takes them, with their pictures in the shapes of the model beside the frame. */
export async function frameFor(
  house: House,
  model: string,
  { parquet, images }: { parquet: string; images: string | null },
  { path, withTarget }: Pick<TaskParams<'frame'>, 'withTarget' | 'path'>,
  options: TaskOptions,
): Promise<TaskResult<'frame'>> {
  const directory = dirname(path);
  const shapes = images === null ? [] : await shapesOfModel(model);
  if (images !== null && shapes.length > 0) {
    await placePixels(
      house,
      images,
      shapes.map(({ shape }) => shape),
      directory,
      options,
    );
  }
  return house.engine.run('frame', { parquet, model, withTarget, path, directory }, options);
}
