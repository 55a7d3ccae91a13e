import { mapValues } from '../../../contract/cleaning/steps/map-values';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { mapped } from './mapping';
import { plain } from './plain';
import { sqlTypes } from './table';
import { typedValue } from './values';

export const mapValuesStep = implementStep(
  mapValues,
  plain(
    ({ column: wanted, pairs, others }, table) => {
      const column = table.columns.find(({ name }) => name === wanted);
      if (column === undefined) return `SELECT * FROM ${table.relation}`;
      const map = new Map(
        // Nothing typed means missing, but for text, where it may be meant.
        pairs.map(({ from, to }) => [
          from,
          to === '' && column.kind !== 'text'
            ? `CAST(NULL AS ${sqlTypes[column.kind]})`
            : typedValue(column, to),
        ]),
      );
      const rest =
        others === 'keep' ? `"#t".${identifier(wanted)}` : `CAST(NULL AS ${sqlTypes[column.kind]})`;
      return mapped(table, column, map, rest);
    },
    { keepsOrder: false },
  ),
);
