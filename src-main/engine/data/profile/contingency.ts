import type { Coded } from './bins';

/** How often the values of two columns occur together, over the rows that have both. */
export interface Contingency {
  /** Row by row: counts[i * columns + j]. */
  counts: Float64Array;
  rows: number;
  columns: number;
  rowTotals: Float64Array;
  columnTotals: Float64Array;
  total: number;
}

/** From the counts themselves. */
export function contingencyOf(counts: Float64Array, rows: number, columns: number): Contingency {
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(columns);
  let total = 0;
  counts.forEach((count, place) => {
    const i = Math.floor(place / columns);
    const j = place % columns;
    rowTotals[i] = (rowTotals[i] ?? 0) + count;
    columnTotals[j] = (columnTotals[j] ?? 0) + count;
    total += count;
  });
  return { counts, rows, columns, rowTotals, columnTotals, total };
}

export function contingency(a: Coded, b: Coded): Contingency {
  const counts = new Float64Array(a.levels * b.levels);
  for (let row = 0; row < a.codes.length; row++) {
    const i = a.codes[row] ?? -1;
    const j = b.codes[row] ?? -1;
    if (i < 0 || j < 0) continue;
    const place = i * b.levels + j;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return contingencyOf(counts, a.levels, b.levels);
}

/** Pearson's chi-squared statistic without continuity correction, over rows and columns that are not empty. */
export function chiSquared(table: Contingency): { statistic: number; rows: number; columns: number } {
  let statistic = 0;
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < table.columns; j++) {
      const expected = ((table.rowTotals[i] ?? 0) * (table.columnTotals[j] ?? 0)) / table.total;
      if (expected > 0) statistic += ((table.counts[i * table.columns + j] ?? 0) - expected) ** 2 / expected;
    }
  }
  const filled = (totals: Float64Array): number => totals.filter((total) => total > 0).length;
  return { statistic, rows: filled(table.rowTotals), columns: filled(table.columnTotals) };
}

/** Entropy in nats of what totals count. */
export function entropy(totals: Float64Array): number {
  const total = totals.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const count of totals) if (count > 0) sum -= (count / total) * Math.log(count / total);
  return Math.max(0, sum);
}

/** Mutual information in nats of what the table counts: sum of p(x, y) ln(p(x, y) / (p(x) p(y))). */
export function mutualInformation(table: Contingency): number {
  let sum = 0;
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < table.columns; j++) {
      const count = table.counts[i * table.columns + j] ?? 0;
      if (count === 0) continue;
      const expected = ((table.rowTotals[i] ?? 0) * (table.columnTotals[j] ?? 0)) / table.total;
      sum += (count / table.total) * Math.log(count / expected);
    }
  }
  return Math.max(0, sum);
}
