import { plural, rowsOf, textColumns } from '../rule';
import type { Rule } from '../rule';

/** Blanks around a text, or several within it. */
export const blanks: Rule = {
  name: 'blanks',
  async look(look) {
    const found: { name: string; count: number }[] = [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const odd = values.filter(({ value }) => value !== value.trim() || /\s{2,}|[^\S ]/u.test(value));
      if (odd.length > 0) found.push({ name: column.name, count: rowsOf(odd) });
    }
    if (found.length === 0) return [];
    const count = found.reduce((sum, one) => sum + one.count, 0);
    return [
      {
        step: { kind: 'trim-text', columns: found.map(({ name }) => name) },
        reason: `${plural(count, 'cell')} of ${plural(found.length, 'column')} ${count === 1 ? 'has' : 'have'} blanks around the text or several in a row.`,
        changes: { what: 'cells', count },
      },
    ];
  },
};
