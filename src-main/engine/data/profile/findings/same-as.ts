import type { Association, AssociationName } from '../../../../contract/schemas/analysis';
import type { Finder } from './evidence';

const straight = 0.9999;
const mostListed = 10;

const valueOf = (list: readonly Association[], name: AssociationName, i: number, j: number): number | null =>
  list.find(({ measure }) => measure === name)?.values[i]?.[j] ?? null;

/** Two inputs that say the same. */
export const sameAs: Finder = ({ associations, target, sample }) => {
  const names = associations[0]?.columns ?? [];
  const kindOf = (index: number): 'number' | 'words' =>
    sample.columns[index]?.values === null ? 'words' : 'number';
  const found = names.flatMap((name, j) =>
    names.slice(0, j).flatMap((other, i) => {
      if (name === target?.column || other === target?.column) return [];
      const areNumbers = kindOf(i) === 'number' && kindOf(j) === 'number';
      if (!areNumbers && kindOf(i) !== kindOf(j)) return [];
      const value = valueOf(associations, areNumbers ? 'pearson' : 'cramers-v', i, j);
      const isOneToOne = areNumbers || sample.columns[i]?.labels.length === sample.columns[j]?.labels.length;
      if (value === null || Math.abs(value) < straight || !isOneToOne) return [];
      return [
        {
          code: 'SAME_AS' as const,
          column: name,
          message: `"${name}" says the same as "${other}".`,
          decidedBy: `${areNumbers ? 'Their correlation (Pearson)' : "Cramér's V of the two"} is ${value.toFixed(5)}; the limit is ${straight}.`,
          next: 'One of the two is enough: set the role of the other to Ignore.',
        },
      ];
    }),
  );
  return found.slice(0, mostListed);
};
