import * as tf from '@tensorflow/tfjs-core';
import { applyFeatures, featuresWidth } from '.';
import type { Fitted } from '../fitted';
import type { HostInputs } from '../host';
import { inputTensors } from '../tensors';

/** Up to this size the transformed features are kept; beyond, they are made again for each batch. */
const keptBytes = 256 * 2 ** 20;
/** Rows transformed at a time. */
const chunkRows = 4096;

/**
 * The network's input rows, [rows, width], from raw host columns. `applyFeatures` works row by row, so whether
 * rows are transformed once or as they are asked for makes no difference to a single bit.
 */
export class FeatureMatrix {
  readonly width: number;

  private constructor(
    private readonly fitted: Fitted,
    private readonly inputs: HostInputs,
    readonly rows: number,
    private readonly kept: Float32Array | null,
  ) {
    this.width = featuresWidth(fitted);
  }

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
    const lazy = new FeatureMatrix(fitted, inputs, rows, null);
    if (rows * lazy.width * 4 > mostBytes) return lazy;
    const kept = new Float32Array(rows * lazy.width);
    for (let start = 0; start < rows; start += chunkRows) {
      kept.set(lazy.slice(start, Math.min(start + chunkRows, rows)), start * lazy.width);
      await pause();
    }
    return new FeatureMatrix(fitted, inputs, rows, kept);
  }

  /** Rows by index, one after the other: [indices.length, width]. */
  gather(indices: Int32Array): Float32Array {
    const { kept, width } = this;
    if (kept === null) return this.transform(takeRows(this.inputs, indices));
    const values = new Float32Array(indices.length * width);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i] ?? 0;
      values.set(kept.subarray(row * width, (row + 1) * width), i * width);
    }
    return values;
  }

  /** Rows from `start` to before `end`. */
  slice(start: number, end: number): Float32Array {
    if (this.kept !== null) return this.kept.slice(start * this.width, end * this.width);
    return this.transform(sliceRows(this.inputs, start, end));
  }

  private transform(inputs: HostInputs): Float32Array {
    return tf.tidy(() => {
      const values = applyFeatures(this.fitted, inputTensors(inputs)).dataSync<'float32'>();
      return Float32Array.from(values);
    });
  }
}

/** The rows [start, end) of every input, without copying. */
export function sliceRows(inputs: HostInputs, start: number, end: number): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32'
        ? { dtype: input.dtype, values: input.values.subarray(start, end) }
        : { dtype: input.dtype, values: input.values.subarray(start, end) },
    ]),
  );
}

/** Rows of every input by index, copied. */
export function takeRows(inputs: HostInputs, indices: Int32Array): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32'
        ? { dtype: input.dtype, values: Float32Array.from(indices, (row) => input.values[row] ?? Number.NaN) }
        : { dtype: input.dtype, values: Int32Array.from(indices, (row) => input.values[row] ?? 0) },
    ]),
  );
}
