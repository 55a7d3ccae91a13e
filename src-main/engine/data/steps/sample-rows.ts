import { sampleRows } from '../../../contract/cleaning/steps/sample-rows';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { rowColumn } from './table';

export const sampleRowsStep = implementStep(
  sampleRows,
  plain(
    ({ by, share, count, seed: own }, { relation, seed }) => {
      const row = identifier(rowColumn);
      // Of the number of the row alone, so that it does not matter in which order or by how many threads it is read.
      const drawn = `md5_number_lower(concat(${literal(`${String(seed)} ${String(own)} `)}, ${row}))`;
      if (by === 'count') {
        return `SELECT * FROM ${relation} QUALIFY row_number() OVER (ORDER BY ${drawn}, ${row}) <= ${String(count)}`;
      }
      return `SELECT * FROM ${relation} WHERE ${drawn}::DOUBLE / 18446744073709551616 < ${String(share)}::DOUBLE`;
    },
    { keepsOrder: false },
  ),
);
