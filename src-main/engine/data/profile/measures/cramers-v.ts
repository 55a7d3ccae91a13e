import { chiSquared, contingency } from '../contingency';
import { bounded } from './measure';
import type { Measure } from './measure';

/**
 * Cramér's V: how far two columns of categories are from independent, 0 to 1; numbers are cut at their deciles.
 * sqrt(chi2 / n / (min(rows, columns) - 1)). Cramér, Mathematical Methods of Statistics, 1946, 21.9.
 */
export const cramersV: Measure = {
  name: 'cramers-v',
  between(a, b) {
    const table = contingency(a, b);
    const { statistic, rows, columns } = chiSquared(table);
    const smaller = Math.min(rows, columns) - 1;
    return smaller < 1 ? null : bounded(Math.sqrt(statistic / table.total / smaller), 0);
  },
};
