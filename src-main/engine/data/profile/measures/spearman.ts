import { correlation, ranksWithin } from '../ranks';
import { bounded } from './measure';
import type { Measure } from './measure';

/**
 * Spearman's correlation: Pearson's of the ranks of the rows that have both values, ties sharing their mean rank, -1
 * to 1. It asks whether one grows with the other, straight or not.
 */
export const spearman: Measure = {
  name: 'spearman',
  between({ numbers: a }, { numbers: b }) {
    if (a === null || b === null) return null;
    if (a.complete !== null && b.complete !== null) return bounded(correlation(a.complete, b.complete), -1);
    const hasBoth = (row: number): boolean => !Number.isNaN(a.values[row]) && !Number.isNaN(b.values[row]);
    return bounded(correlation(ranksWithin(a, hasBoth), ranksWithin(b, hasBoth)), -1);
  },
};
