import { plural, rowsOf, textColumns } from '../rule';
import type { Rule } from '../rule';

/** Fewer rows of a category teach nothing. */
const fewest = 5;

/** Many categories with hardly any row each, beside some that are frequent. */
export const rareCategories: Rule = {
  name: 'rare-categories',
  async look(look) {
    const drafts = [];
    if (look.rows < 200) return [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const rare = values.filter(({ count }) => count < fewest);
      const share = rowsOf(rare) / Math.max(1, rowsOf(values));
      if (rare.length < 3 || share > 0.2 || rare.length === values.length) continue;
      drafts.push({
        step: { kind: 'merge-rare', columns: [column.name], rule: 'count', count: fewest },
        reason: `${plural(rare.length, 'value')} of ${column.name} ${rare.length === 1 ? 'has' : 'have'} fewer than ${String(fewest)} rows, too few to learn from.`,
        changes: { what: 'cells' as const, count: rowsOf(rare) },
      });
    }
    return drafts;
  },
};
