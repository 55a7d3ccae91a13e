import { plural, quoted, rowsOf, textColumns } from '../rule';
import type { Rule } from '../rule';

const words =
  /^(-+|\?+|\.|n\/?a\.?|n\.a\.|#n\/a|nan|null|nil|none|unknown|unbekannt|not available|not known|missing|undefined|k\.? ?a\.?)?$/i;

/** Words that often mean that nothing is known. The person decides: "none" may be an answer. */
export const missingWords: Rule = {
  name: 'missing-words',
  async look(look) {
    const drafts = [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const found = values.filter(({ value }) => words.test(value.trim()));
      if (found.length === 0 || found.length === values.length) continue;
      const count = rowsOf(found);
      drafts.push({
        step: {
          kind: 'map-values',
          column: column.name,
          pairs: found.map(({ value }) => ({ from: value, to: '' })),
        },
        reason: `${plural(count, 'cell')} of ${column.name} may mean that the value is missing: ${quoted(found.map(({ value }) => value))}. Keep them if they are answers.`,
        changes: { what: 'cells' as const, count },
      });
    }
    return drafts;
  },
};
