import { splitStrata, totalCounts, type SplitCounts } from '../../../contract/planning';
import type { Recipe } from '../../../contract/schemas/recipe';
import { Random } from '../../random';

/** Which part of the data a row is in; rows without a target are in none. */
export const parts = { train: 0, validation: 1, test: 2, none: 3 } as const;

export interface Split {
  /** One of `parts` a row of the data set. */
  part: Uint8Array;
  counts: SplitCounts;
}

/** The code of a row without a class. */
export const noClass = 0xffffffff;

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
  // In the order of the names, so that the split depends on the rows and the seed alone.
  const order = [...names.keys()].sort((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1));
  return order.map((place) => strata[place]?.rows ?? new Int32Array(0));
}

/** Rows grouped by quantile of their number. @param sorted the rows that have one, by size and then by place. */
export function strataOfNumbers(sorted: Int32Array): Int32Array[] {
  const size = Math.max(1, Math.ceil(sorted.length / numberBins));
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, i) =>
    sorted.subarray(i * size, (i + 1) * size),
  );
}

/** All rows of all strata, in the order of the data. */
function together(strata: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(strata.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const rows of strata) {
    all.set(rows, next);
    next += rows.length;
  }
  return all.sort();
}

/**
 * Divides the rows of each stratum by chance, the same way for the same seed.
 * @param rows of the data set in all. @param strata row indices, as `strataOfClasses` or `strataOfNumbers` give.
 */
export function splitRows(recipe: Pick<Recipe, 'split' | 'seed'>, rows: number, strata: Int32Array[]): Split {
  const groups = recipe.split.method === 'random' ? [together(strata)] : strata;
  const perGroup = splitStrata(
    recipe.split,
    groups.map(({ length }) => length),
  );
  const random = new Random(recipe.seed, 'split');
  const part = new Uint8Array(rows).fill(parts.none);
  groups.forEach((group, i) => {
    const counts = perGroup[i];
    if (counts === undefined) return;
    random.shuffle(group.slice()).forEach((row, position) => {
      const afterTest = position - counts.test;
      part[row] = afterTest < 0 ? parts.test : afterTest < counts.validation ? parts.validation : parts.train;
    });
  });
  return { part, counts: totalCounts(perGroup) };
}
