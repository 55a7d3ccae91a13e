import { chiSquared, contingency } from '../contingency';
import { bounded } from './measure';
import type { Measure } from './measure';

/**
 * Cramér's V less what chance adds, which is much with many categories and few rows. Bergsma, A bias-correction for
 * Cramér's V and Tschuprow's T, Journal of the Korean Statistical Society 42, 2013.
 */
export const cramersVCorrected: Measure = {
  name: 'cramers-v-corrected',
  between(a, b) {
    const table = contingency(a, b);
    const { statistic, rows, columns } = chiSquared(table);
    const n = table.total;
    if (Math.min(rows, columns) < 2 || n < 2) return null;
    const squared = Math.max(0, statistic / n - ((rows - 1) * (columns - 1)) / (n - 1));
    const correctedRows = rows - (rows - 1) ** 2 / (n - 1);
    const correctedColumns = columns - (columns - 1) ** 2 / (n - 1);
    const smaller = Math.min(correctedRows, correctedColumns) - 1;
    return smaller <= 0 ? null : bounded(Math.sqrt(squared / smaller), 0);
  },
};
