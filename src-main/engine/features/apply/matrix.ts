import * as tf from '@tensorflow/tfjs-core';
import { applyFeatures, featuresWidth } from '.';
import type { Fitted } from '../fitted';
import type { HostInputs } from '../host';
import { rowsAtOnce } from '../../data/rows-at-once';
import type { Random } from '../../random';
import { inputTensors } from '../tensors';

/** Up to this size the transformed features are kept; beyond, they are made again as they are asked for. */
export const keptBytes = 256 * 2 ** 20;
/** Rows transformed at a time. */
const chunkRows = 4096;

/**
 * The network's input rows, [rows, width]. `applyFeatures` works row by row, so whether rows are transformed once, as
 * they are asked for, or block by block from a file makes no difference to a single bit.
 */
export abstract class FeatureMatrix {
  abstract readonly rows: number;
  abstract readonly width: number;

  /**
   * @param inputs each of length `rows`. @param pause called between chunks; may throw to end the work.
   * @param mostBytes that the transformed features may take.
   */
  static async make(
    fitted: Fitted,
    inputs: HostInputs,
    rows: number,
    pause: () => Promise<void>,
    mostBytes = keptBytes,
  ): Promise<FeatureMatrix> {
    const lazy = new MemoryMatrix(fitted, inputs, rows, null);
    if (rows * lazy.width * 4 > mostBytes) return lazy;
    const kept = new Float32Array(rows * lazy.width);
    const step = rowsAtOnce(lazy.width, chunkRows);
    for (let start = 0; start < rows; start += step) {
      kept.set(lazy.slice(start, Math.min(start + step, rows)), start * lazy.width);
      await pause();
    }
    return new MemoryMatrix(fitted, inputs, rows, kept);
  }

  /** Rows by index, one after the other: [indices.length, width]. */
  abstract gather(indices: Int32Array): Float32Array;

  /** Rows from `start` to before `end`. */
  abstract slice(start: number, end: number): Float32Array;

  /** Deals all rows anew for an epoch. @param order each row once, as the epoch before left them; changed in place. */
  abstract shuffle(order: Int32Array, random: Random): void;
}

/** Rows whose raw columns are in memory. */
class MemoryMatrix extends FeatureMatrix {
  readonly width: number;

  constructor(
    private readonly fitted: Fitted,
    private readonly inputs: HostInputs,
    readonly rows: number,
    private readonly kept: Float32Array | null,
  ) {
    super();
    this.width = featuresWidth(fitted);
  }

  shuffle(order: Int32Array, random: Random): void {
    random.shuffle(order);
  }

  gather(indices: Int32Array): Float32Array {
    const { kept, width } = this;
    if (kept === null) return transformRows(this.fitted, takeRows(this.inputs, indices));
    const values = new Float32Array(indices.length * width);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i] ?? 0;
      values.set(kept.subarray(row * width, (row + 1) * width), i * width);
    }
    return values;
  }

  slice(start: number, end: number): Float32Array {
    if (this.kept !== null) return this.kept.slice(start * this.width, end * this.width);
    return transformRows(this.fitted, sliceRows(this.inputs, start, end));
  }
}

/** Rows that were taken out of others. @param values [rows, width]. */
export class TakenMatrix extends FeatureMatrix {
  readonly rows: number;

  constructor(
    private readonly values: Float32Array,
    readonly width: number,
  ) {
    super();
    this.rows = width === 0 ? 0 : values.length / width;
  }

  shuffle(order: Int32Array, random: Random): void {
    random.shuffle(order);
  }

  gather(indices: Int32Array): Float32Array {
    const { width } = this;
    const taken = new Float32Array(indices.length * width);
    indices.forEach((row, place) =>
      taken.set(this.values.subarray(row * width, (row + 1) * width), place * width),
    );
    return taken;
  }

  slice(start: number, end: number): Float32Array {
    return this.values.slice(start * this.width, end * this.width);
  }
}

/** What the network takes of raw rows: [rows, width]. */
export function transformRows(fitted: Fitted, inputs: HostInputs): Float32Array {
  return tf.tidy(() => {
    const values = applyFeatures(fitted, inputTensors(inputs)).dataSync<'float32'>();
    return Float32Array.from(values);
  });
}

/** The rows [start, end) of every input, without copying. */
export function sliceRows(inputs: HostInputs, start: number, end: number): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32'
        ? { ...input, values: input.values.subarray(start * (input.width ?? 1), end * (input.width ?? 1)) }
        : { dtype: input.dtype, values: input.values.subarray(start, end) },
    ]),
  );
}

function takeFloats(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  if (width === 1) return Float32Array.from(rows, (row) => values[row] ?? Number.NaN);
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, place) => taken.set(values.subarray(row * width, (row + 1) * width), place * width));
  return taken;
}

/** Rows of every input by index, copied. */
export function takeRows(inputs: HostInputs, indices: Int32Array): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32'
        ? { ...input, values: takeFloats(input.values, indices, input.width ?? 1) }
        : { dtype: input.dtype, values: Int32Array.from(indices, (row) => input.values[row] ?? 0) },
    ]),
  );
}
