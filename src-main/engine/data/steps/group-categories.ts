import { groupCategories } from '../../../contract/cleaning/steps/group-categories';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { mapped } from './mapping';
import { plain } from './plain';

export const groupCategoriesStep = implementStep(
  groupCategories,
  plain(
    ({ column: wanted, groups }, table) => {
      const column = table.columns.find(({ name }) => name === wanted);
      if (column?.kind !== 'text') {
        throw new StrongroomError('STEP_INVALID', `The column ${wanted} has no categories.`, {
          expected: 'a column of text',
          received: `a column of kind ${column?.kind ?? 'unknown'}`,
          next: 'Choose another column, or make it text in a step before.',
        });
      }
      // A spelling in two groups goes to the first.
      const pairs = new Map<string, string>();
      for (const { to, from } of groups) {
        for (const spelling of from) if (!pairs.has(spelling)) pairs.set(spelling, literal(to));
      }
      return mapped(table, column, pairs, `"#t".${identifier(wanted)}`);
    },
    { keepsOrder: false },
  ),
);
