import { firstRows } from '../../../contract/cleaning/steps/first-rows';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { rowColumn } from './table';

export const firstRowsStep = implementStep(
  firstRows,
  plain(
    ({ count }, { relation }) =>
      `SELECT * FROM ${relation} ORDER BY ${identifier(rowColumn)} LIMIT ${String(count)}`,
    { keepsOrder: false },
  ),
);
