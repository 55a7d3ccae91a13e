import { dropMissingRows } from '../../../contract/cleaning/steps/drop-missing-rows';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';

export const dropMissingRowsStep = implementStep(
  dropMissingRows,
  plain(({ columns, when }, table) => {
    const looked = columns.length > 0 ? columns : table.columns.map(({ name }) => name);
    const present = looked.map((name) => `${identifier(name)} IS NOT NULL`);
    return `SELECT * FROM ${table.relation} WHERE ${present.join(when === 'any' ? ' AND ' : ' OR ')}`;
  }),
);
