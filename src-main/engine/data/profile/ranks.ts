/** Numbers of a column (NaN where missing), and its rows in the order of their values, missing ones left out. */
export interface Ranked {
  values: Float64Array;
  order: Int32Array;
  /** The ranks of a column without missing values, which every pair of such columns shares; null for others. */
  complete: Float64Array | null;
}

export function ranked(values: Float64Array): Ranked {
  const present = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  const order = present.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const partial: Ranked = { values, order, complete: null };
  if (order.length < values.length) return partial;
  return { ...partial, complete: ranksWithin(partial, () => true) };
}

/**
 * Ranks from 1 of the rows that `keep` has, ties sharing their mean rank, as scipy.stats.rankdata; NaN for the other
 * rows. `keep` must only have rows with a value.
 */
export function ranksWithin({ values, order }: Ranked, keep: (row: number) => boolean): Float64Array {
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const kept = order.filter(keep);
  for (let start = 0; start < kept.length;) {
    const value = values[kept[start] ?? 0];
    let end = start + 1;
    while (end < kept.length && values[kept[end] ?? 0] === value) end++;
    for (let i = start; i < end; i++) ranks[kept[i] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/**
 * Pearson's correlation over the rows that have both, in one pass that keeps the digits of numbers far from zero
 * (Welford; Chan et al. 1983). NaN for fewer than two rows or a column of one value.
 */
export function correlation(x: Float64Array, y: Float64Array): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let squaresX = 0;
  let squaresY = 0;
  let products = 0;
  for (let row = 0; row < x.length; row++) {
    const a = x[row] ?? Number.NaN;
    const b = y[row] ?? Number.NaN;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    n++;
    const dx = a - meanX;
    const dy = b - meanY;
    meanX += dx / n;
    meanY += dy / n;
    squaresX += dx * (a - meanX);
    squaresY += dy * (b - meanY);
    products += dx * (b - meanY);
  }
  if (n < 2 || squaresX <= 0 || squaresY <= 0) return Number.NaN;
  return products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
}
