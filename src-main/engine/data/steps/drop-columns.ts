import { dropColumns } from '../../../contract/cleaning/steps/drop-columns';
import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';

export const dropColumnsStep = implementStep(
  dropColumns,
  plain(({ columns }, table) => {
    const dropped = new Set(columns);
    if (table.columns.every(({ name }) => dropped.has(name))) {
      throw new StrongroomError('STEP_INVALID', 'No column would be left.', {
        expected: 'at least one column that stays',
        next: 'Take a column out of the step.',
      });
    }
    return `SELECT * EXCLUDE (${[...dropped].map(identifier).join(', ')}) FROM ${table.relation}`;
  }),
);
