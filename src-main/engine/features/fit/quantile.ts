import type { Database } from '../../data/database';
import type { FittedPiecewise, FittedQuantile } from '../fitted';
import type { NumberColumn } from './numbers';
import { evenShares, quantilesOf } from './statistics';

/** A second knot for a column that has one value, or none. */
const afterOnly = (only: number): number => Math.fround(only + Math.max(1, Math.abs(only)));

/** Ascending different numbers of float32, which is how numbers come in; at least two. */
function different(values: readonly number[]): number[] {
  const unique = [...new Set(values.map(Math.fround))].sort((a, b) => a - b);
  const [first = 0] = unique;
  return unique.length >= 2 ? unique : [first, afterOnly(first)];
}

function knotsOf(
  quantiles: readonly number[],
  shares: readonly number[],
): Pick<FittedQuantile, 'knots' | 'below' | 'above'> {
  const knots = different(quantiles);
  const rounded = quantiles.map(Math.fround);
  const at = (place: number, otherwise: number): number => shares[place] ?? otherwise;
  return {
    knots,
    below: knots.map((knot, i) => at(rounded.indexOf(knot), i === 0 ? 0 : 1)),
    above: knots.map((knot, i) => at(rounded.lastIndexOf(knot), i === 0 ? 0 : 1)),
  };
}

/** Quantiles of the training rows at evenly spaced shares, those that coincide taken together. */
export async function fitQuantiles(
  database: Database,
  rows: string,
  columns: readonly NumberColumn<'quantile'>[],
): Promise<FittedQuantile[]> {
  const wanted = columns.map(({ name, choice }) => ({ name, shares: evenShares(choice.quantiles - 1) }));
  const found = await quantilesOf(database, rows, wanted);
  return columns.map(({ name, choice, statistics }, i) => ({
    column: name,
    kind: 'quantile',
    median: statistics.median,
    indicator: statistics.missing > 0,
    output: choice.output,
    ...knotsOf(found[i] ?? [], wanted[i]?.shares ?? []),
  }));
}

/** Bins that hold about as many training rows each; fewer where values repeat. */
export async function fitPiecewise(
  database: Database,
  rows: string,
  columns: readonly NumberColumn<'piecewise'>[],
): Promise<FittedPiecewise[]> {
  const wanted = columns.map(({ name, choice }) => ({ name, shares: evenShares(choice.bins) }));
  const found = await quantilesOf(database, rows, wanted);
  return columns.map(({ name, statistics }, i) => ({
    column: name,
    kind: 'piecewise',
    median: statistics.median,
    indicator: statistics.missing > 0,
    edges: different(found[i] ?? []),
  }));
}
