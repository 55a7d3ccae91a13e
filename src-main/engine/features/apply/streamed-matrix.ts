import { featuresWidth } from '.';
import type { FrameSource } from '../../data/frame-source';
import { takeFrameRows } from '../../data/take-rows';
import type { Random } from '../../random';
import type { Fitted } from '../fitted';
import { hostInputs, neededColumns, type RowPurpose } from '../host';
import { FeatureMatrix, transformRows } from './matrix';

/** How much of a frame is in memory at a time. */
export interface StreamWindow {
  /** Rows that are read and transformed together. */
  blockRows: number;
  /** Blocks whose rows are mixed with each other. Twice as many are held. */
  poolBlocks: number;
}

const mostBlockRows = 4096;
const poolBlocks = 64;
/** Pools that are held: steps of one run may begin in one and end in the next. */
const heldPools = 2;
const heldBytes = 128 * 2 ** 20;

/** The window for rows of so many features: at most 128 MiB are held, 64 MiB of them mixed. */
export function windowFor(width: number): StreamWindow {
  const fitting = Math.floor(heldBytes / (heldPools * poolBlocks * 4 * Math.max(1, width)));
  return { blockRows: Math.max(16, Math.min(mostBlockRows, fitting)), poolBlocks };
}

/**
 * Rows that stay in a file. Blocks of them are read and transformed when they are asked for, and the latest few
 * are held.
 *
 * An epoch goes through the blocks in random order: `poolBlocks` of them make a pool, whose rows are mixed. So
 * every row comes once an epoch, near rows of other places, while no more than two pools are in memory.
 */
export class StreamedMatrix extends FeatureMatrix {
  readonly rows: number;
  readonly width: number;
  /** By number; the one that was used last comes last. */
  private readonly held = new Map<number, Float32Array>();
  private readonly needed: string[];

  /** @param chosen rows of the source that count, ascending; null for all. */
  constructor(
    private readonly fitted: Fitted,
    private readonly source: FrameSource,
    private readonly chosen: Int32Array | null,
    private readonly window = windowFor(featuresWidth(fitted)),
    private readonly purpose: RowPurpose = 'answer',
  ) {
    super();
    this.rows = chosen?.length ?? source.rows;
    this.width = featuresWidth(fitted);
    this.needed = neededColumns(fitted, purpose);
  }

  /** Blocks in memory now. */
  get heldBlocks(): number {
    return this.held.size;
  }

  gather(indices: Int32Array): Float32Array {
    const { width, window } = this;
    const places = new Map<number, number[]>();
    indices.forEach((row, place) => {
      const block = Math.floor(row / window.blockRows);
      const among = places.get(block);
      if (among === undefined) places.set(block, [place]);
      else among.push(place);
    });
    const values = new Float32Array(indices.length * width);
    // Block by block, so that each is read once however the rows lie.
    for (const [block, among] of places) {
      const rows = this.block(block);
      const first = block * window.blockRows;
      for (const place of among) {
        const from = ((indices[place] ?? 0) - first) * width;
        values.set(rows.subarray(from, from + width), place * width);
      }
    }
    return values;
  }

  slice(start: number, end: number): Float32Array {
    return this.gather(new Int32Array(end - start).map((_, place) => start + place));
  }

  shuffle(order: Int32Array, random: Random): void {
    const { blockRows, poolBlocks: pool } = this.window;
    const blocks = random.shuffle(new Int32Array(Math.ceil(this.rows / blockRows)).map((_, block) => block));
    let next = 0;
    for (let first = 0; first < blocks.length; first += pool) {
      const from = next;
      for (const block of blocks.subarray(first, first + pool)) {
        const end = Math.min((block + 1) * blockRows, this.rows);
        for (let row = block * blockRows; row < end; row++) order[next++] = row;
      }
      random.shuffle(order.subarray(from, next));
    }
  }

  private block(block: number): Float32Array {
    const rows = this.held.get(block) ?? this.load(block);
    this.held.delete(block);
    this.held.set(block, rows);
    for (const oldest of this.held.keys()) {
      if (this.held.size <= heldPools * this.window.poolBlocks) break;
      this.held.delete(oldest);
    }
    return rows;
  }

  private load(block: number): Float32Array {
    const { blockRows } = this.window;
    const start = block * blockRows;
    const end = Math.min(start + blockRows, this.rows);
    const frame =
      this.chosen === null
        ? this.source.read(start, end, this.needed)
        : takeFrameRows(this.source, this.chosen.subarray(start, end), this.needed);
    return transformRows(this.fitted, hostInputs(this.fitted, frame, 0, frame.rows, this.purpose));
  }
}
