import type { Association, AssociationName } from '../../src-main/contract';

/** What the measures are called, what they tell, and what to say where there is nothing to show. */
export const associationTitles: Record<AssociationName, { title: string; meaning: string; none: string }> = {
  pearson: {
    title: 'Pearson',
    meaning: 'How near two numbers lie to a straight line, \u22121 to 1.',
    none: 'Fewer than two columns of numbers: choose another measure.',
  },
  spearman: {
    title: 'Spearman',
    meaning: 'Whether one number grows with another, straight or not, \u22121 to 1.',
    none: 'Fewer than two columns of numbers: choose another measure.',
  },
  'cramers-v': {
    title: 'Cram\u00e9r\u2019s V',
    meaning: 'How far two columns are from independent, 0 to 1. Numbers are cut at their deciles.',
    none: 'Fewer than two columns can be compared.',
  },
  'cramers-v-corrected': {
    title: 'Cram\u00e9r\u2019s V',
    meaning:
      'How far two columns are from independent, 0 to 1, less what chance adds. Numbers are cut at their deciles.',
    none: 'Fewer than two columns can be compared.',
  },
  'mutual-information': {
    title: 'Mutual information',
    meaning:
      'The share of what there is to know of one column that the other tells, 0 to 1. Numbers are cut at their deciles.',
    none: 'Fewer than two columns can be compared.',
  },
};

/** The two different columns that belong together most; null when no pair has a value. */
export function strongestPair({ columns, values }: Association): [string, string] | null {
  let best: [string, string] | null = null;
  let largest = -1;
  columns.forEach((b, j) =>
    columns.slice(0, j).forEach((a, i) => {
      const value = Math.abs(values[i]?.[j] ?? -1);
      if (values[i]?.[j] === null || value <= largest) return;
      largest = value;
      best = [a, b];
    }),
  );
  return best;
}
