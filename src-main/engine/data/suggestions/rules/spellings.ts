import { groupSpellings } from '../groups';
import { plural, quoted, textColumns } from '../rule';
import type { Rule } from '../rule';

/** Categories that are the same but for case, accents, blanks, punctuation or the order of words. */
export const spellings: Rule = {
  name: 'spellings',
  async look(look) {
    const drafts = [];
    for (const column of textColumns(look)) {
      const groups = groupSpellings((await look.values(column)) ?? [], 'fingerprint');
      const count = groups.reduce((sum, { rows }) => sum + rows.from, 0);
      const [first] = groups;
      if (first === undefined) continue;
      drafts.push({
        step: {
          kind: 'group-categories',
          column: column.name,
          groups: groups.map(({ to, from }) => ({ to, from })),
        },
        reason: `${plural(groups.length, 'category').replace('categorys', 'categories')} of ${column.name} ${groups.length === 1 ? 'is' : 'are'} spelt in several ways that differ only in case, accents, blanks or marks, such as ${quoted([first.to, ...first.from])}.`,
        changes: { what: 'cells' as const, count },
      });
    }
    return drafts;
  },
};
