import { splitStrata } from '../../../contract/planning';
import type { SplitSettings } from '../../../contract/schemas/split';
import type { Random } from '../../random';
import type { Folds } from './method';
import { parts } from './parts';

/** Deals the rows of each group by chance, in the shares asked for. @param rows of the data set in all. */
export function dealByShare(
  groups: readonly Int32Array[],
  rows: number,
  split: SplitSettings,
  random: Random,
): Uint8Array {
  const perGroup = splitStrata(
    split,
    groups.map(({ length }) => length),
  );
  const part = new Uint8Array(rows).fill(parts.none);
  groups.forEach((group, i) => {
    const counts = perGroup[i];
    if (counts === undefined) return;
    random.shuffle(group.slice()).forEach((row, position) => {
      const afterTest = position - counts.test;
      part[row] = afterTest < 0 ? parts.test : afterTest < counts.validation ? parts.validation : parts.train;
    });
  });
  return part;
}

/** Folds by a number a row: the fold that it validates in. Rows that are in no part, or test, stay there. */
export function foldsOf(count: number, part: Uint8Array, foldOf: Uint8Array): Folds {
  return {
    count,
    partOf: (fold) =>
      part.map((value, row) =>
        value === parts.test || value === parts.none
          ? value
          : foldOf[row] === fold
            ? parts.validation
            : parts.train,
      ),
  };
}

/**
 * Deals rows like cards: group by group, shuffled, and the next group goes on where the last one ended. So the folds
 * differ by one row at most, and so do the folds of each group, as in scikit-learn's StratifiedKFold.
 */
export function dealFolds(
  groups: readonly Int32Array[],
  part: Uint8Array,
  count: number,
  random: Random,
): Folds {
  const foldOf = new Uint8Array(part.length);
  let card = 0;
  for (const group of groups) {
    const dealt = group.filter((row) => part[row] !== parts.test && part[row] !== parts.none);
    for (const row of random.shuffle(dealt)) foldOf[row] = card++ % count;
  }
  return foldsOf(count, part, foldOf);
}
