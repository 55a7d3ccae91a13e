import { aggregate } from '../../../contract/cleaning/steps/aggregate';
import { measureTitle } from '../../../contract/cleaning/measures';
import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { measureSql } from './measure-sql';
import { plain } from './plain';
import { freeName, rowColumn } from './table';
import type { TableColumn } from './table';

/** Groups come in the order in which they first occur. */
export const aggregateStep = implementStep(
  aggregate,
  plain(
    ({ keys, measures }, table) => {
      if (keys.length + measures.length === 0) {
        throw new StrongroomError('STEP_INVALID', 'The new table would have no column.', {
          expected: 'a column to group by, or a measure',
          next: 'Choose at least one.',
        });
      }
      const row = identifier(rowColumn);
      const all = `(SELECT count(*) FROM ${table.relation})`;
      const made: TableColumn[] = keys.map((name) => ({ name, kind: 'text' }));
      const list = measures.map((choice) => {
        const column = table.columns.find(({ name }) => name === choice.column);
        const title = freeName(made, measureTitle(choice));
        made.push({ name: title, kind: 'text' });
        return `${measureSql(choice.measure, column, { all })} AS ${identifier(title)}`;
      });
      const selected = [...keys.map(identifier), ...list].join(', ');
      const groups = keys.length === 0 ? '' : ` GROUP BY ${keys.map(identifier).join(', ')}`;
      const first = identifier(freeName(made, '#first'));
      return `SELECT * EXCLUDE (${first}), row_number() OVER (ORDER BY ${first}) - 1 AS ${row} FROM (SELECT ${selected}, min(${row}) AS ${first} FROM ${table.relation}${groups})`;
    },
    { keepsOrder: false },
  ),
);
