import type { SampleColumn } from './sample';

/** The rows of a column as codes of few values, for measures of categories. -1 is missing. */
export interface Coded {
  codes: Int32Array;
  levels: number;
}

/** Numbers with at most this many different values keep them all. */
const fewValues = 20;

/** The q-quantile of ascending values, interpolated linearly. */
export function quantileOf(ascending: ArrayLike<number>, q: number): number {
  const rank = q * (ascending.length - 1);
  const lower = ascending[Math.floor(rank)] ?? Number.NaN;
  const upper = ascending[Math.ceil(rank)] ?? Number.NaN;
  return lower + (upper - lower) * (rank - Math.floor(rank));
}

/** The present values of a column, ascending. */
export const ascendingOf = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

/** The first place of ascending edges whose edge is at least the value. */
export function placeAmong(edges: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inner edges of bins that hold about as many values each; equal ones once, as pandas.qcut(duplicates="drop"). */
export function quantileEdges(ascending: Float64Array, bins: number): number[] {
  const edges: number[] = [];
  const smallest = ascending[0] ?? Number.NaN;
  const largest = ascending.at(-1) ?? Number.NaN;
  for (let i = 1; i < bins; i++) {
    const edge = quantileOf(ascending, i / bins);
    if (edge > (edges.at(-1) ?? smallest) && edge < largest) edges.push(edge);
  }
  return edges;
}

/** Edges that keep each of few different values apart; null when there are more than `most`. */
function edgesOfFew(ascending: Float64Array, most: number): number[] | null {
  const values: number[] = [];
  for (const value of ascending) {
    if (value === values.at(-1)) continue;
    values.push(value);
    if (values.length > most) return null;
  }
  return values.slice(0, -1);
}

/** Categories as they are; numbers cut at their quantiles, each bin with its upper edge. */
export function coded({ values, codes, labels }: SampleColumn, bins = 10): Coded {
  if (codes !== null) return { codes, levels: labels.length };
  if (values === null) return { codes: new Int32Array(0), levels: 0 };
  const ascending = ascendingOf(values);
  const edges = edgesOfFew(ascending, Math.max(fewValues, bins)) ?? quantileEdges(ascending, bins);
  return {
    codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : placeAmong(edges, value))),
    levels: ascending.length === 0 ? 0 : edges.length + 1,
  };
}
