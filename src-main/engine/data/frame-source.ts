import { closeSync, openSync, readSync } from 'node:fs';
import { align, magic, notAFrame, openPixels } from './frame';
import type { Frame, FrameColumn, HeaderColumn } from './frame';
import type { Pixels } from './pixels';

/** Rows of a frame that are read as they are needed, so that a frame may be larger than the memory. */
export interface FrameSource {
  readonly rows: number;
  readonly names: readonly string[];
  /** The rows [start, end) of the columns named, of all without names; names that are not there are left out. */
  read(start: number, end: number, names?: readonly string[]): Frame;
}

/** The rows [start, end) of a column, without copying. */
function part(column: FrameColumn, start: number, end: number): FrameColumn {
  switch (column.kind) {
    case 'number':
      return { ...column, values: column.values.subarray(start, end) };
    case 'text':
    case 'image':
      return { ...column, codes: column.codes.subarray(start, end) };
    case 'moment':
      return { ...column, values: column.values.subarray(start, end) };
  }
}

/** A frame in memory as a source. */
export function memorySource({ rows, columns }: Frame): FrameSource {
  return {
    rows,
    names: columns.map(({ name }) => name),
    read: (start, end, names) => ({
      rows: end - start,
      columns: columns
        .filter(({ name }) => names?.includes(name) ?? true)
        .map((column) => part(column, start, end)),
    }),
  };
}

/**
 * A frame file that stays on the disk; only its header is held. Reading is synchronous, since a range comes from the
 * system's cache in less time than a turn of the event loop takes. The caller closes it.
 */
export class FrameReader implements FrameSource {
  readonly names: readonly string[];

  private constructor(
    private readonly path: string,
    private readonly file: number,
    private readonly start: number,
    readonly rows: number,
    private readonly columns: readonly HeaderColumn[],
    private readonly pixels: ReadonlyMap<string, Pixels[]>,
  ) {
    this.names = columns.map(({ name }) => name);
  }

  /** Throws MODEL_DAMAGED when the file is not a frame. */
  static open(path: string): FrameReader {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(8);
      if (readSync(file, head, 0, 8, 0) < 8 || head.toString('latin1', 0, 4) !== magic) throw notAFrame(path);
      const json = Buffer.alloc(head.readUInt32LE(4));
      fill(path, file, json, 8);
      const { rows, columns } = JSON.parse(json.toString('utf8')) as {
        rows: number;
        columns: HeaderColumn[];
      };
      const pictures = columns.filter(({ kind }) => kind === 'image');
      const pixels = new Map(pictures.map((column) => [column.name, openPixels(path, column.pixels)]));
      return new FrameReader(path, file, align(8 + json.length), rows, columns, pixels);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  read(start: number, end: number, names?: readonly string[]): Frame {
    const wanted = this.columns.filter(({ name }) => names?.includes(name) ?? true);
    return { rows: end - start, columns: wanted.map((column) => this.column(column, start, end)) };
  }

  private column({ name, kind, offset, dictionary }: HeaderColumn, start: number, end: number): FrameColumn {
    const length = end - start;
    const from = this.start + offset;
    switch (kind) {
      case 'number':
        return { name, kind, values: this.fill(new Float32Array(length), from + start * 4) };
      case 'text': {
        const codes = this.fill(new Uint32Array(length), from + start * 4);
        return { name, kind, codes, dictionary: dictionary ?? [] };
      }
      case 'image': {
        const codes = this.fill(new Uint32Array(length), from + start * 4);
        return { name, kind, codes, dictionary: dictionary ?? [], pixels: this.pixels.get(name) ?? [] };
      }
      case 'moment':
        return { name, kind, values: this.fill(new Float64Array(length), from + start * 8) };
    }
  }

  private fill<Values extends NodeJS.ArrayBufferView>(values: Values, position: number): Values {
    fill(this.path, this.file, values, position);
    return values;
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Reads as many bytes as the array takes. Throws MODEL_DAMAGED when the file ends before. */
function fill(path: string, file: number, array: NodeJS.ArrayBufferView, position: number): void {
  /** One call reads less than 2 GiB. */
  const most = 2 ** 30;
  for (let done = 0; done < array.byteLength;) {
    const read = readSync(file, array, done, Math.min(most, array.byteLength - done), position + done);
    if (read === 0) throw notAFrame(path);
    done += read;
  }
}

/** Opens a frame file for some work, and closes it however the work ends. */
export async function withFrame<Result>(
  path: string,
  work: (frame: FrameReader) => Promise<Result>,
): Promise<Result> {
  const frame = FrameReader.open(path);
  try {
    return await work(frame);
  } finally {
    frame.close();
  }
}
