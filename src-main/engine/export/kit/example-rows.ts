import type { ContractColumn, InputContract } from '../../../contract/schemas/input-contract';
import type { Frame, FrameColumn } from '../../data/frame';
import { missingCode, referencesOf } from '../../data/frame';
import type { Fitted } from '../../features/fitted';
import { ordinaryFrame } from '../ordinary';

/** A cell of a row as JSON has it: dates and moments as ISO 8601 text, missing as null. */
export type ExampleValue = string | number | boolean | number[][][] | null;

/** Digits that a made-up decimal keeps: a person can read it, and float32 holds it. */
const digits = 4;

function readable(column: ContractColumn, value: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  const { range } = column;
  const within = range === null ? value : Math.min(range.maximum, Math.max(range.minimum, value));
  if (column.takes === 'moment')
    return column.type === 'date' ? Math.floor(within / 86_400) * 86_400 : Math.round(within);
  return column.type === 'integer' ? Math.round(within) : Number(within.toPrecision(digits));
}

function tidy(column: ContractColumn, frame: FrameColumn): FrameColumn {
  if ('codes' in frame) return frame;
  const values = Array.from(frame.values, (value) => readable(column, value));
  return frame.kind === 'number'
    ? { ...frame, values: Float32Array.from(values) }
    : { ...frame, values: Float64Array.from(values) };
}

/** Made-up rows, as training knew its own, with numbers that a person can read. The same model gives the same rows. */
export function exampleFrame(fitted: Fitted, contract: InputContract, rows: number): Frame {
  const { columns } = ordinaryFrame(fitted, rows);
  const named = new Map(contract.columns.map((column) => [column.name, column]));
  return {
    rows,
    columns: columns.map((frame) => {
      const column = named.get(frame.name);
      return column === undefined ? frame : tidy(column, frame);
    }),
  };
}

/** The points of a picture, [height][width][channels]. */
function imageValue(column: Extract<FrameColumn, { kind: 'image' }>, row: number): ExampleValue {
  const [pixels] = column.pixels;
  const [reference = null] = referencesOf(column, row, row + 1);
  if (pixels === undefined || reference === null) return null;
  const { height, width, channels } = pixels.shape;
  const points = pixels.read([reference]);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => {
      const start = (y * width + x) * channels;
      return Array.from(points.subarray(start, start + channels));
    }),
  );
}

function jsonValue(column: ContractColumn, frame: FrameColumn, row: number): ExampleValue {
  if (frame.kind === 'image') return imageValue(frame, row);
  if (frame.kind === 'text') {
    const code = frame.codes[row] ?? missingCode;
    const text = code === missingCode ? '' : (frame.dictionary[code] ?? '');
    if (text === '') return null;
    return column.type === 'boolean' ? text === 'true' : text;
  }
  const value = frame.values[row] ?? Number.NaN;
  if (!Number.isFinite(value)) return null;
  if (frame.kind === 'moment') {
    const iso = new Date(value * 1000).toISOString();
    return column.type === 'date' ? iso.slice(0, 10) : iso;
  }
  // The shortest decimal that is read as the same float32.
  const precision = [6, 7, 8].find((digits) => Math.fround(Number(value.toPrecision(digits))) === value) ?? 9;
  return Number(value.toPrecision(precision));
}

/** The rows of a frame as objects of column names and values. */
export function jsonRows(contract: InputContract, frame: Frame): Record<string, ExampleValue>[] {
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  return Array.from({ length: frame.rows }, (_, row) =>
    Object.fromEntries(
      contract.columns.map((column): [string, ExampleValue] => {
        const values = columns.get(column.name);
        return [column.name, values === undefined ? null : jsonValue(column, values, row)];
      }),
    ),
  );
}
