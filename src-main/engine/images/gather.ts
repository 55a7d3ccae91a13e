import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { StrongroomError } from '../../contract/errors';
import type { RejectedRow } from '../../contract/schemas/data';
import { throwIfCancelled } from '../data/cancelled';
import { isPicture, openFiles } from '../data/images/files';
import type { FoundFile } from '../data/images/files';
import { labelsOf } from '../data/images/labels';
import { matcher } from '../data/images/match';
import { PackWriter, referenceOf } from '../data/images/pack';
import type { PackedImage } from '../data/images/pack';
import type { TaskContext, TaskHandler, TaskParams, TaskResult } from '../protocol';
import { BadImage, decode, encodeSmall, isColourless, readHead } from './decode';
import { limits } from './limits';

/** Of the small pictures that a table shows. */
const smallSide = 96;
/** Rejected files that are kept with their reasons. */
const mostRejected = 10_000;
/** Pictures that are decoded at once. */
const atOnce = Math.max(2, Math.min(4, availableParallelism()));

interface Read {
  image: Omit<PackedImage, 'file' | 'small'>;
  bytes: Buffer;
  small: Buffer;
}

/** Reads a picture to its last point, so that what is damaged is known now. Throws BadImage. */
async function readImage(file: FoundFile): Promise<Read> {
  if (file.refused !== null) throw new BadImage(file.refused);
  let bytes: Buffer;
  try {
    bytes = await file.read(limits.fileBytes);
  } catch (error) {
    if (error instanceof StrongroomError && error.code === 'FILE_TOO_LARGE')
      throw new BadImage('its file is larger than a picture may be');
    throw new BadImage(
      `it cannot be taken out of its place (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  if (bytes.length === 0) throw new BadImage('it is empty');
  const head = await readHead(bytes);
  const bitmap = await decode(bytes);
  const { format, hasAlpha } = head;
  const { width, height } = bitmap;
  return {
    image: {
      reference: referenceOf(bytes),
      path: file.path,
      format,
      width,
      height,
      grey: isColourless(bitmap),
      transparent: hasAlpha,
    },
    bytes,
    small: await encodeSmall(bitmap, smallSide),
  };
}

/** Outcomes in the order of the files, some of which are read at once. */
async function* readAll(
  files: readonly FoundFile[],
  signal: AbortSignal,
): AsyncGenerator<{ file: FoundFile; read: Read | BadImage }> {
  const waiting: Promise<{ file: FoundFile; read: Read | BadImage }>[] = [];
  let next = 0;
  const start = (): void => {
    const file = files[next++];
    if (file === undefined) return;
    waiting.push(
      readImage(file).then(
        (read) => ({ file, read }),
        (error: unknown) => {
          if (error instanceof BadImage) return { file, read: error };
          throw error;
        },
      ),
    );
  };
  for (let index = 0; index < atOnce; index++) start();
  for (;;) {
    throwIfCancelled(signal);
    const first = waiting.shift();
    if (first === undefined) return;
    const outcome = await first;
    start();
    yield outcome;
  }
}

/** A field of CSV. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const noImages = (name: string, rejected: readonly RejectedRow[], files: number): StrongroomError =>
  new StrongroomError('IMAGES_NOT_FOUND', `${name} holds no picture that can be read.`, {
    expected: 'PNG, JPEG, WebP, GIF or BMP files, in a folder a class',
    received:
      rejected[0] === undefined
        ? `${String(files)} files, none of them a picture`
        : `${String(rejected.length)} that cannot be read, such as ${rejected[0].text}: ${rejected[0].reason}`,
    next: 'Choose the folder, or a .zip of it, that the pictures are in.',
  });

interface Gathered {
  /** What stands for each file that could be read, by path. */
  references: Map<string, string>;
  reasons: Map<string, string>;
  rejected: RejectedRow[];
  rejectedCount: number;
  bytes: number;
}

async function gatherFiles(
  files: readonly FoundFile[],
  writer: PackWriter,
  name: string,
  { signal, report }: Pick<TaskContext, 'signal' | 'report'>,
): Promise<Gathered> {
  const references = new Map<string, string>();
  const reasons = new Map<string, string>();
  const rejected: RejectedRow[] = [];
  let [rejectedCount, bytes, done] = [0, 0, 0];
  for await (const { file, read } of readAll(files, signal)) {
    done += 1;
    if (read instanceof BadImage) {
      rejectedCount += 1;
      reasons.set(file.path, read.message);
      if (rejected.length < mostRejected)
        rejected.push({
          line: done,
          reason: `${file.path} cannot be read: ${read.message}.`,
          text: file.path,
        });
    } else {
      bytes += read.bytes.length;
      if (bytes > limits.bytes) {
        throw new StrongroomError('FILE_TOO_LARGE', `The pictures of ${name} are too large together.`, {
          expected: `at most ${String(limits.bytes / 2 ** 30)} GB`,
          received: 'more',
          next: 'Choose fewer pictures, or smaller ones.',
        });
      }
      references.set(file.path, read.image.reference);
      await writer.add(read.image, read.bytes, read.small);
    }
    if (done % 10 === 0)
      report({
        fraction: done / files.length,
        detail: `${String(done)} of ${String(files.length)} pictures read`,
      });
  }
  return { references, reasons, rejected, rejectedCount, bytes };
}

/** A table of the pictures with what their folders say, in the order of their paths. */
async function writeTable(
  path: string,
  column: string,
  { references }: Gathered,
): Promise<{ rows: number; hasParts: boolean }> {
  const paths = [...references.keys()];
  const labels = labelsOf(paths);
  const hasParts = labels.some(({ part }) => part !== '');
  const lines = paths.map((file, row) => {
    const { label = '', part = '' } = labels[row] ?? {};
    return [references.get(file) ?? '', label, ...(hasParts ? [part] : []), file].map(quoted).join(',');
  });
  const header = [column, 'label', ...(hasParts ? ['part'] : []), 'path'].map(quoted).join(',');
  await writeFile(path, `${[header, ...lines].join('\n')}\n`);
  return { rows: paths.length, hasParts };
}

/** Packs the pictures of a folder or archive: see `gather-images` in protocol.ts. */
export const gatherImages: TaskHandler<'gather-images'> = async (params, context) => {
  const set = await openFiles(params.source, params.name, context.signal);
  try {
    return await gatherFrom(params, set.files, context);
  } finally {
    set.close();
  }
};

async function gatherFrom(
  { name, directory, table, wanted, column = 'image' }: TaskParams<'gather-images'>,
  all: readonly FoundFile[],
  context: Pick<TaskContext, 'signal' | 'report'>,
): Promise<TaskResult<'gather-images'>> {
  const pictures = all.filter(isPicture);
  const find = matcher(pictures.map(({ path }) => path));
  const matched = new Map((wanted ?? []).map((text) => [text, find(text)]));
  const needed = new Set(matched.values());
  const files = wanted === undefined ? pictures : pictures.filter(({ path }) => needed.has(path));
  if (wanted !== undefined && files.length === 0) {
    return {
      images: 0,
      references: {},
      reasons: {},
      rejected: [],
      rejectedCount: 0,
      bytes: 0,
      others: 0,
      hasParts: false,
    };
  }
  const writer = await PackWriter.create(directory);
  try {
    const gathered = await gatherFiles(files, writer, name, context);
    if (gathered.references.size === 0 && wanted === undefined)
      throw noImages(name, gathered.rejected, all.length);
    await writer.finish();
    const written = table === undefined ? null : await writeTable(table, column, gathered);
    const references: Record<string, string> = {};
    const reasons: Record<string, string> = {};
    for (const [text, path] of matched) {
      const reference = path === null ? undefined : gathered.references.get(path);
      if (reference !== undefined) references[text] = reference;
      const reason = path === null ? undefined : gathered.reasons.get(path);
      if (reason !== undefined) reasons[text] = reason;
    }
    return {
      images: writer.images.size,
      references,
      reasons,
      rejected: gathered.rejected,
      rejectedCount: gathered.rejectedCount,
      bytes: gathered.bytes,
      others: all.length - pictures.length,
      hasParts: written?.hasParts ?? false,
    };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
