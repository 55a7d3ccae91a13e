import { StrongroomError } from '../errors';
import type { ColumnSummary } from '../schemas/data';
import type { SplitSettings } from '../schemas/split';

export interface SplitCounts {
  train: number;
  validation: number;
  test: number;
}

/** Fewer rows than this leave nothing to learn from once some are set aside. */
export const fewestRows = 10;

/**
 * Shares `total` over strata in proportion to their sizes, by largest remainders (Hamilton's method), never more than
 * `limits` allows. Ties go to the earlier stratum.
 */
function apportion(total: number, sizes: readonly number[], limits: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const ideal = sizes.map((size) => (all === 0 ? 0 : (total * size) / all));
  const shares = ideal.map((share, i) => Math.min(Math.floor(share), limits[i] ?? 0));
  const order = ideal
    .map((share, i) => ({ i, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
    .map(({ i }) => i);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  let given = true;
  while (left > 0 && given) {
    given = false;
    for (const i of order) {
      if (left === 0) break;
      if ((shares[i] ?? 0) >= (limits[i] ?? 0)) continue;
      shares[i] = (shares[i] ?? 0) + 1;
      left -= 1;
      given = true;
    }
  }
  return shares;
}

/**
 * How many rows of each stratum (class, or bin of a number) train, validate and test. In proportion, except that every
 * stratum keeps at least one row to train on.
 */
export function splitStrata(
  split: Pick<SplitSettings, 'validation' | 'test'>,
  sizes: readonly number[],
): SplitCounts[] {
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const share = (fraction: number): number => (rows < 3 ? 0 : Math.max(1, Math.round(rows * fraction)));
  const test = apportion(
    share(split.test),
    sizes,
    sizes.map((size) => Math.max(0, size - 1)),
  );
  const validation = apportion(
    share(split.validation),
    sizes,
    sizes.map((size, i) => Math.max(0, size - 1 - (test[i] ?? 0))),
  );
  return sizes.map((size, i) => {
    const counts = { validation: validation[i] ?? 0, test: test[i] ?? 0 };
    return { train: size - counts.validation - counts.test, ...counts };
  });
}

export function totalCounts(strata: readonly SplitCounts[]): SplitCounts {
  const sum = (key: keyof SplitCounts): number => strata.reduce((total, counts) => total + counts[key], 0);
  return { train: sum('train'), validation: sum('validation'), test: sum('test') };
}

const goodTypes: Record<
  'group' | 'time' | 'column',
  { types: readonly ColumnSummary['type'][] | null; what: string }
> = {
  group: { types: null, what: 'the column whose values stay together' },
  time: {
    types: ['date', 'datetime', 'integer', 'decimal'],
    what: 'the column of dates or numbers to order rows by',
  },
  column: { types: null, what: 'the column that says which part a row is in' },
};

/**
 * The column that the split goes by, or null when it needs none. Throws SPLIT_UNSUITABLE when none is chosen, when the
 * data lacks it, or when it is of a type that does not suit.
 */
export function splitColumn(
  split: SplitSettings,
  columns: readonly Pick<ColumnSummary, 'name' | 'type'>[],
): Pick<ColumnSummary, 'name' | 'type'> | null {
  const { method } = split;
  if (method === 'random' || method === 'stratified') return null;
  const { types, what } = goodTypes[method];
  const name = { group: split.groupColumn, time: split.timeColumn, column: split.partColumn }[method];
  const column = columns.find((candidate) => candidate.name === name);
  if (name === null || column === undefined) {
    throw new StrongroomError(
      'SPLIT_UNSUITABLE',
      name === null ? 'The split has no column to go by.' : `The data has no column ${name} to split by.`,
      { expected: what, received: name ?? 'none', next: 'Choose the column of the split in Prepare.' },
    );
  }
  if (types === null || types.includes(column.type)) return column;
  throw new StrongroomError('SPLIT_UNSUITABLE', `Rows cannot be ordered in time by ${name}.`, {
    expected: 'a column of dates or numbers',
    received: `a column of type ${column.type}`,
    next: 'Choose a column of dates or numbers, or give this column such a type.',
  });
}
