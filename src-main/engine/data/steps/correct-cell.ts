import { correctCell } from '../../../contract/cleaning/steps/correct-cell';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing, rowColumn } from './table';
import { typedValue } from './values';

export const correctCellStep = implementStep(correctCell, {
  ...plain<{ column: string; row: number; value: string | null }>(({ column, row, value }, table) => {
    const found = table.columns.find(({ name }) => name === column);
    const typed = value === null || found === undefined ? 'NULL' : typedValue(found, value);
    const corrected = `CASE WHEN ${identifier(rowColumn)} = ${String(row)} THEN ${typed} ELSE ${identifier(column)} END`;
    return replacing(table.relation, [[column, corrected]]);
  }),
  onlyHere: true,
});
