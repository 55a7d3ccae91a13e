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
    ({ column: wanted, pairs, others, emptyIsMissing }, table) => {
      const column = table.columns.find(({ name }) => name === wanted);
      if (column === undefined) return `SELECT * FROM ${table.relation}`;
      const map = new Map(
        pairs.map(({ from, to }) => [
          from,
          to === '' && (emptyIsMissing || column.kind !== 'text')
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
