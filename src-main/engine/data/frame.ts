import { readFile, open } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { Pixels } from './pixels';

/**
 * A frame is a handful of raw columns in one binary file: what the DuckDB child hands to the tensor child
 * and to ONNX Runtime, so that each native engine lives in a process of its own.
 *
 * Layout: magic "SRF1", a little-endian uint32 with the length of a JSON header, the header, padding to 8,
 * then the columns, each 8-byte aligned. Numbers are float32 with NaN for missing; text is uint32 codes into
 * a dictionary kept in the header, `missingCode` for missing; moments are float64 seconds since 1970 (UTC)
 * with NaN for missing. Pictures are codes as of text; their points lie in files beside, see `Pixels`.
 */
export type FrameColumn =
  | { name: string; kind: 'number'; values: Float32Array }
  | { name: string; kind: 'text'; codes: Uint32Array; dictionary: string[] }
  | { name: string; kind: 'moment'; values: Float64Array }
  /** Codes of what stands for pictures, and their points, one entry a shape that they come in. */
  | { name: string; kind: 'image'; codes: Uint32Array; dictionary: string[]; pixels: Pixels[] };

export interface Frame {
  rows: number;
  columns: FrameColumn[];
}

export const missingCode = 0xffffffff;

export interface HeaderColumn {
  name: string;
  kind: FrameColumn['kind'];
  offset: number;
  dictionary?: string[];
  /** Of pictures: files with their points, from the folder of the frame on. */
  pixels?: string[];
}

/** What a frame file begins with. */
export const magic = 'SRF1';
export const align = (n: number): number => Math.ceil(n / 8) * 8;

function bytesOf(column: FrameColumn): Uint8Array {
  const array = 'codes' in column ? column.codes : column.values;
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** What stands for the pictures of some rows; null where there is none. */
export const referencesOf = (
  { codes, dictionary }: Extract<FrameColumn, { kind: 'image' }>,
  start: number,
  end: number,
): (string | null)[] =>
  Array.from(codes.subarray(start, end), (code) =>
    code === missingCode ? null : (dictionary[code] ?? null),
  );

/** Files of pictures as the frame at `path` names them. */
export const pixelPaths = (path: string, pixels: readonly Pixels[]): string[] =>
  pixels.flatMap((one) => (one.path === null ? [] : [relative(dirname(path), one.path)]));

/** Opens the files of pictures that the frame at `path` names. */
export const openPixels = (path: string, names: readonly string[] = []): Pixels[] =>
  names.map((name) => Pixels.open(resolve(dirname(path), name)));

/** Pictures that are in memory go to a file of their own beside the frame. */
async function withPixelFiles(path: string, column: FrameColumn, place: number): Promise<FrameColumn> {
  if (column.kind !== 'image') return column;
  const pixels: Pixels[] = [];
  for (const [index, one] of column.pixels.entries()) {
    if (one.path !== null) {
      pixels.push(one);
      continue;
    }
    const file = `${path}-${String(place)}-${String(index)}.pixels`;
    await one.write(file);
    pixels.push(Pixels.open(file));
  }
  return { ...column, pixels };
}

/** Writes a frame; the file is complete and synced when the promise resolves. */
export async function writeFrame(path: string, frame: Frame): Promise<void> {
  const columns: FrameColumn[] = [];
  for (const [place, column] of frame.columns.entries())
    columns.push(await withPixelFiles(path, column, place));
  let offset = 0;
  const header: HeaderColumn[] = columns.map((column) => {
    const entry: HeaderColumn = { name: column.name, kind: column.kind, offset };
    if ('codes' in column) entry.dictionary = column.dictionary;
    if (column.kind === 'image') entry.pixels = pixelPaths(path, column.pixels);
    offset += align(bytesOf(column).byteLength);
    return entry;
  });
  const json = Buffer.from(JSON.stringify({ rows: frame.rows, columns: header }), 'utf8');
  const start = align(8 + json.length);
  const head = Buffer.alloc(start);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(json.length, 4);
  json.copy(head, 8);
  const file = await open(path, 'w');
  try {
    await file.write(head);
    for (const column of columns) {
      const bytes = bytesOf(column);
      await file.write(bytes);
      const padding = align(bytes.byteLength) - bytes.byteLength;
      if (padding > 0) await file.write(Buffer.alloc(padding));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

export const notAFrame = (path: string): StrongroomError =>
  new StrongroomError('MODEL_DAMAGED', `${path} is not a frame file.`, {
    expected: 'a file that begins with SRF1',
  });

/** Reads a frame written by `writeFrame`. Throws MODEL_DAMAGED when the file is not one. */
export async function readFrame(path: string): Promise<Frame> {
  const bytes = await readFile(path);
  if (bytes.length < 8 || bytes.toString('latin1', 0, 4) !== magic) throw notAFrame(path);
  const length = bytes.readUInt32LE(4);
  const start = align(8 + length);
  // Copied so that typed arrays of any width are aligned, whatever the pool that `bytes` came from.
  const body = new Uint8Array(bytes.subarray(start)).buffer;
  const { rows, columns } = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as {
    rows: number;
    columns: HeaderColumn[];
  };
  return {
    rows,
    columns: columns.map((column): FrameColumn => {
      switch (column.kind) {
        case 'number':
          return { name: column.name, kind: 'number', values: new Float32Array(body, column.offset, rows) };
        case 'text':
          return {
            name: column.name,
            kind: 'text',
            codes: new Uint32Array(body, column.offset, rows),
            dictionary: column.dictionary ?? [],
          };
        case 'image':
          return {
            name: column.name,
            kind: 'image',
            codes: new Uint32Array(body, column.offset, rows),
            dictionary: column.dictionary ?? [],
            pixels: openPixels(path, column.pixels),
          };
        case 'moment':
          return { name: column.name, kind: 'moment', values: new Float64Array(body, column.offset, rows) };
      }
    }),
  };
}
