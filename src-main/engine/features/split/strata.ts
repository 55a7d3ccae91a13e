import { noClass } from './parts';

/** Bins of equal size that a number to predict is stratified by. */
const numberBins = 10;

/**
 * Rows grouped by their class; rows without one are in no group.
 * @param codes a place in `names` for each row, or `noClass`.
 */
export function strataOfClasses(codes: Uint32Array, names: readonly string[]): Int32Array[] {
  const sizes = new Array<number>(names.length).fill(0);
  for (const code of codes) if (code !== noClass) sizes[code] = (sizes[code] ?? 0) + 1;
  const strata = sizes.map((size) => ({ rows: new Int32Array(size), next: 0 }));
  codes.forEach((code, row) => {
    const stratum = strata[code];
    if (stratum !== undefined) stratum.rows[stratum.next++] = row;
  });
  return orderOfNames(names).map((place) => strata[place]?.rows ?? new Int32Array(0));
}

/** Places in the order of the names, so that the split depends on the rows and the seed alone. */
export const orderOfNames = (names: readonly string[]): number[] =>
  [...names.keys()].sort((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1));

/** Rows grouped by quantile of their number. @param sorted the rows that have one, by size and then by place. */
export function strataOfNumbers(sorted: Int32Array): Int32Array[] {
  const size = Math.max(1, Math.ceil(sorted.length / numberBins));
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, i) =>
    sorted.subarray(i * size, (i + 1) * size),
  );
}

/** All rows of all strata, in the order of the data. */
export function together(strata: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(strata.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const rows of strata) {
    all.set(rows, next);
    next += rows.length;
  }
  return all.sort();
}
