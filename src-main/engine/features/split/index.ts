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

/** Bins of equal size that a number to predict is stratified by. */
const numberBins = 10;

/** Rows grouped by their class; rows without one (missing) are in no group. */
export function strataOfClasses(classes: readonly (string | null)[]): number[][] {
  const strata = new Map<string, number[]>();
  classes.forEach((name, row) => {
    if (name === null) return;
    const rows = strata.get(name);
    if (rows === undefined) strata.set(name, [row]);
    else rows.push(row);
  });
  // In the order of the names, so that the split depends on the rows and the seed alone.
  return [...strata.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => rows);
}

/** Rows grouped by quantile of their number; NaN is in no group. */
export function strataOfNumbers(values: Float64Array): number[][] {
  const rows = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const size = Math.max(1, Math.ceil(rows.length / numberBins));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}

/**
 * Divides the rows of each stratum by chance, the same way for the same seed.
 * @param rows of the data set in all. @param strata row indices, as `strataOfClasses` or `strataOfNumbers` give.
 */
export function splitRows(recipe: Pick<Recipe, 'split' | 'seed'>, rows: number, strata: number[][]): Split {
  const groups = recipe.split.method === 'random' ? [strata.flat().sort((a, b) => a - b)] : strata;
  const perGroup = splitStrata(
    recipe.split,
    groups.map(({ length }) => length),
  );
  const random = new Random(recipe.seed, 'split');
  const part = new Uint8Array(rows).fill(parts.none);
  groups.forEach((group, i) => {
    const counts = perGroup[i];
    if (counts === undefined) return;
    random.shuffle([...group]).forEach((row, position) => {
      const afterTest = position - counts.test;
      part[row] = afterTest < 0 ? parts.test : afterTest < counts.validation ? parts.validation : parts.train;
    });
  });
  return { part, counts: totalCounts(perGroup) };
}
