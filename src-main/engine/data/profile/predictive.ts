import type { Coded } from './bins';

/** Which of two halves a row belongs to: bits of a multiplicative hash, which no order of rows follows. */
const halfOf = (row: number): 0 | 1 => (((Math.imul(row + 1, 0x9e3779b1) >>> 15) & 1) === 0 ? 0 : 1);

/**
 * How well a column alone predicts classes: in each half of the rows, the most frequent class of each value, looked up
 * for the rows of the other half. The share of the errors of always answering the most frequent class that it saves
 * (Goodman and Kruskal's lambda, out of sample), 0 to 1.
 */
export function predictsClasses(x: Coded, y: Coded): number {
  const halves = [0, 1].map(() => new Float64Array(x.levels * y.levels));
  for (let row = 0; row < y.codes.length; row++) {
    const value = x.codes[row] ?? -1;
    const answer = y.codes[row] ?? -1;
    const counts = halves[halfOf(row)];
    if (value < 0 || answer < 0 || counts === undefined) continue;
    const place = value * y.levels + answer;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let rows = 0;
  let right = 0;
  let usual = 0;
  halves.forEach((tested, half) => {
    const fitted = halves[1 - half] ?? tested;
    const totals = new Float64Array(y.levels);
    fitted.forEach((count, place) => {
      const answer = place % y.levels;
      totals[answer] = (totals[answer] ?? 0) + count;
    });
    const most = largestOf(totals, 0, y.levels);
    for (let value = 0; value < x.levels; value++) {
      const start = value * y.levels;
      const best = largestOf(fitted, start, y.levels);
      const known = (fitted[start + best] ?? 0) > 0 ? best : most;
      right += tested[start + known] ?? 0;
      usual += tested[start + most] ?? 0;
      for (let answer = 0; answer < y.levels; answer++) rows += tested[start + answer] ?? 0;
    }
  });
  return rows === usual ? 0 : Math.max(0, (right - usual) / (rows - usual));
}

function largestOf(counts: Float64Array, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if ((counts[start + i] ?? 0) > (counts[start + best] ?? 0)) best = i;
  return best;
}

/**
 * How well a column alone predicts numbers: in each half of the rows, the mean of each value, looked up for the rows of
 * the other half. The share of the variance around the mean that it explains (R2, out of sample), 0 to 1.
 */
export function predictsNumbers(x: Coded, y: Float64Array): number {
  const sums = [0, 1].map(() => new Float64Array(x.levels));
  const counts = [0, 1].map(() => new Float64Array(x.levels));
  const both = (row: number): boolean => (x.codes[row] ?? -1) >= 0 && !Number.isNaN(y[row]);
  for (let row = 0; row < y.length; row++) {
    if (!both(row)) continue;
    const half = halfOf(row);
    const value = x.codes[row] ?? 0;
    const sum = sums[half];
    const count = counts[half];
    if (sum !== undefined) sum[value] = (sum[value] ?? 0) + (y[row] ?? 0);
    if (count !== undefined) count[value] = (count[value] ?? 0) + 1;
  }
  const total = (values: Float64Array | undefined): number => values?.reduce((a, b) => a + b, 0) ?? 0;
  const means = sums.map((sum, half) => total(sum) / Math.max(1, total(counts[half])));
  let errors = 0;
  let variation = 0;
  for (let row = 0; row < y.length; row++) {
    if (!both(row)) continue;
    const other = 1 - halfOf(row);
    const value = x.codes[row] ?? 0;
    const mean = means[other] ?? 0;
    const seen = counts[other]?.[value] ?? 0;
    const answer = seen === 0 ? mean : (sums[other]?.[value] ?? 0) / seen;
    errors += ((y[row] ?? 0) - answer) ** 2;
    variation += ((y[row] ?? 0) - mean) ** 2;
  }
  return variation === 0 ? 0 : Math.max(0, 1 - errors / variation);
}
