import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { StrongroomError } from '../../contract/errors';
import { align, magic, missingCode } from './frame';
import type { FrameColumn, HeaderColumn } from './frame';

/** A column as it is known before its rows. */
export type ColumnPlan =
  | { name: string; kind: 'number' | 'moment' }
  /** Texts that are not in the dictionary get the code of its last entry. */
  | { name: string; kind: 'text'; dictionary: string[] }
  /** `pixels` as the head of the frame names the files. */
  | { name: string; kind: 'image'; dictionary: string[]; pixels: string[] };

/** Values of all columns that wait to be written. */
const waitingValues = 4 * 2 ** 20;

/** One column: its rows wait in a buffer until they are worth a write. */
interface Lane {
  position: number;
  waiting: Float32Array | Float64Array | Uint32Array;
  count: number;
  numberOf(value: unknown): number;
}

const arrayOf = (kind: FrameColumn['kind'], rows: number): Lane['waiting'] =>
  kind === 'number'
    ? new Float32Array(rows)
    : kind === 'text' || kind === 'image'
      ? new Uint32Array(rows)
      : new Float64Array(rows);

function numberOf(plan: ColumnPlan): Lane['numberOf'] {
  if (plan.kind !== 'text' && plan.kind !== 'image')
    return (value) => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN);
  const codes = new Map(plan.dictionary.map((text, code) => [text, code]));
  const other = plan.dictionary.length - 1;
  return (value) => (typeof value === 'string' ? (codes.get(value) ?? other) : missingCode);
}

/** Writes a frame row by row, so that no more than a part of each column is in memory. */
export class FrameWriter {
  private written = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly rows: number,
    private readonly lanes: Lane[],
  ) {}

  /** @param rows how many will be added. */
  static async create(path: string, rows: number, plans: readonly ColumnPlan[]): Promise<FrameWriter> {
    let offset = 0;
    const columns = plans.map((plan): HeaderColumn => {
      const column = { ...plan, offset };
      offset += align(rows * arrayOf(plan.kind, 0).BYTES_PER_ELEMENT);
      return column;
    });
    const json = Buffer.from(JSON.stringify({ rows, columns }), 'utf8');
    const start = align(8 + json.length);
    const head = Buffer.alloc(start);
    head.write(magic, 0, 'latin1');
    head.writeUInt32LE(json.length, 4);
    json.copy(head, 8);
    const waitingRows = Math.max(64, Math.min(16_384, rows, Math.floor(waitingValues / plans.length)));
    const lanes = plans.map((plan, place): Lane => ({
      position: start + (columns[place]?.offset ?? 0),
      waiting: arrayOf(plan.kind, waitingRows),
      count: 0,
      numberOf: numberOf(plan),
    }));
    const file = await open(path, 'w');
    await file.write(head, 0, start, 0);
    await file.truncate(start + offset);
    return new FrameWriter(file, rows, lanes);
  }

  /** Adds rows by column. @param values of each column. @param chosen places in them, in order. */
  async add(values: readonly (readonly unknown[])[], chosen: readonly number[]): Promise<void> {
    this.written += chosen.length;
    for (const [index, lane] of this.lanes.entries()) {
      const column = values[index] ?? [];
      for (const place of chosen) {
        if (lane.count === lane.waiting.length) await this.flush(lane);
        lane.waiting[lane.count++] = lane.numberOf(column[place]);
      }
    }
  }

  private async flush(lane: Lane): Promise<void> {
    const { waiting, count, position } = lane;
    const bytes = new Uint8Array(waiting.buffer, 0, count * waiting.BYTES_PER_ELEMENT);
    for (let done = 0; done < bytes.length;) {
      done += (await this.file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
    lane.position += bytes.length;
    lane.count = 0;
  }

  /** Writes what waits and closes the file. Throws INTERNAL when rows are missing. */
  async finish(): Promise<void> {
    for (const lane of this.lanes) await this.flush(lane);
    if (this.written !== this.rows) {
      throw new StrongroomError('INTERNAL', 'A frame has another number of rows than was planned.', {
        expected: String(this.rows),
        received: String(this.written),
      });
    }
    await this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
