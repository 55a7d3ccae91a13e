import { groupSpellings } from '../groups';
import { fingerprint } from '../spelling';
import { plural, quoted, textColumns } from '../rule';
import type { Rule } from '../rule';

/** A mistake is much rarer than what was meant. */
const rarer = 10;

/** Rare categories that are one letter off a frequent one. */
export const misspelt: Rule = {
  name: 'misspelt',
  async look(look) {
    const drafts = [];
    for (const column of textColumns(look)) {
      const values = (await look.values(column)) ?? [];
      const counts = new Map(values.map(({ value, count }) => [value, count]));
      const groups = groupSpellings(values, 'edit-distance').flatMap(({ to, from, rows }) => {
        const rare = from.filter(
          (value) => (counts.get(value) ?? 0) * rarer <= rows.to && fingerprint(value) !== fingerprint(to),
        );
        return rare.length === 0 ? [] : [{ to, from: rare }];
      });
      const wrong = groups.flatMap(({ from }) => from);
      const [first] = groups;
      if (first === undefined) continue;
      const count = wrong.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0);
      drafts.push({
        step: { kind: 'group-categories', column: column.name, groups },
        reason: `${plural(wrong.length, 'rare value')} of ${column.name} ${wrong.length === 1 ? 'is' : 'are'} one letter off a frequent one, such as ${quoted(first.from, 1)} for "${first.to}".`,
        changes: { what: 'cells' as const, count },
      });
    }
    return drafts;
  },
};
