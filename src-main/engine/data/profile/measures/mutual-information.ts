import { contingency, entropy, mutualInformation } from '../contingency';
import { bounded } from './measure';
import type { Measure } from './measure';

/**
 * Mutual information as a share of what there is to know: divided by the smaller of the two entropies, 0 to 1.
 * Numbers are cut at their deciles.
 */
export const sharedInformation: Measure = {
  name: 'mutual-information',
  between(a, b) {
    const table = contingency(a, b);
    const least = Math.min(entropy(table.rowTotals), entropy(table.columnTotals));
    return table.total === 0 || least === 0 ? null : bounded(mutualInformation(table) / least, 0);
  },
};
