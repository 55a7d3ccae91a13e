import { missingCode } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';

/** How a row is made: from `base` some share of the way to `toward`. */
export interface Way {
  base: number;
  toward: number;
  /** 0 to 1. */
  share: number;
  /** Whose most frequent value a category takes. */
  neighbours: Int32Array;
}

/** The most frequent code among rows; the base's own where it is among the most frequent, else the earliest. */
function mostFrequent(codes: Uint32Array, neighbours: Int32Array, own: number): number {
  const counts = new Map<number, number>();
  for (const place of neighbours) {
    const code = codes[place] ?? own;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  if (counts.size === 0 || counts.get(own) === most) return own;
  return [...counts].find(([, count]) => count === most)?.[0] ?? own;
}

/** A number between two; one that is missing in either row is as in the base. */
function between(values: Float32Array | Float64Array, { base, toward, share }: Way): number {
  const from = values[base] ?? Number.NaN;
  const to = values[toward] ?? Number.NaN;
  return Number.isFinite(from) && Number.isFinite(to) ? from + share * (to - from) : from;
}

function makeColumn(column: FrameColumn, ways: readonly Way[], isInput: boolean): FrameColumn {
  switch (column.kind) {
    case 'number':
      return {
        ...column,
        values: Float32Array.from(ways, (way) =>
          isInput ? between(column.values, way) : (column.values[way.base] ?? Number.NaN),
        ),
      };
    case 'moment':
      return {
        ...column,
        values: Float64Array.from(ways, (way) =>
          isInput ? between(column.values, way) : (column.values[way.base] ?? Number.NaN),
        ),
      };
    case 'image':
      // No picture lies between two others that means something.
      return { ...column, codes: Uint32Array.from(ways, ({ base }) => column.codes[base] ?? missingCode) };
    case 'text':
      return {
        ...column,
        codes: Uint32Array.from(ways, ({ base, neighbours }) => {
          const own = column.codes[base] ?? 0;
          return isInput ? mostFrequent(column.codes, neighbours, own) : own;
        }),
      };
  }
}

/** New rows on the ways given. What is not an input, the class among it, is as in the base. */
export const makeRows = ({ columns }: Frame, ways: readonly Way[], inputs: readonly string[]): Frame => ({
  rows: ways.length,
  columns: columns.map((column) => makeColumn(column, ways, inputs.includes(column.name))),
});
