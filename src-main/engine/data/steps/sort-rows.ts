import { sortRows } from '../../../contract/cleaning/steps/sort-rows';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { rowColumn } from './table';

export const sortRowsStep = implementStep(
  sortRows,
  plain(
    ({ columns, descending }, { relation }) => {
      const row = identifier(rowColumn);
      const keys = columns.map((name) => `${identifier(name)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`);
      return `SELECT * REPLACE (row_number() OVER (ORDER BY ${keys.join(', ')}, ${row}) - 1 AS ${row}) FROM ${relation}`;
    },
    { keepsOrder: false },
  ),
);
