import { renameColumns } from '../../../contract/cleaning/steps/rename-columns';
import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { newColumns } from './new-column';
import { plain } from './plain';
import { rowColumn } from './table';

export const renameColumnsStep = implementStep(
  renameColumns,
  plain(({ names }, table) => {
    const renamed = new Map(names.map(({ from, to }) => [from, to]));
    if (renamed.size < names.length) {
      throw new StrongroomError('STEP_INVALID', 'A column is renamed twice in one step.', {
        expected: 'each column once',
        received: names.map(({ from }) => from).join(', '),
        next: 'Take one of the two out of the step.',
      });
    }
    // Checked as a whole, so that two columns may exchange their names.
    const all = newColumns(
      table.columns.map(({ name }) => renamed.get(name) ?? name),
      [],
    );
    const list = table.columns.map(({ name }, index) => `${identifier(name)} AS ${all[index] ?? ''}`);
    return `SELECT ${[...list, identifier(rowColumn)].join(', ')} FROM ${table.relation}`;
  }),
);
