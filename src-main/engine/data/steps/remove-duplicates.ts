import { removeDuplicates } from '../../../contract/cleaning/steps/remove-duplicates';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { rowColumn } from './table';

export const removeDuplicatesStep = implementStep(
  removeDuplicates,
  plain(
    ({ columns, keep }, table) => {
      const keys = columns.length > 0 ? columns : table.columns.map(({ name }) => name);
      const order = `${identifier(rowColumn)} ${keep === 'first' ? 'ASC' : 'DESC'}`;
      return `SELECT * FROM ${table.relation} QUALIFY row_number() OVER (PARTITION BY ${keys.map(identifier).join(', ')} ORDER BY ${order}) = 1`;
    },
    { keepsOrder: false },
  ),
);
