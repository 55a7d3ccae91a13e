import { combineColumns } from '../../../contract/cleaning/steps/combine-columns';
import { identifier, literal } from '../sql';
import { written } from './change-type';
import { implementStep } from './implement';
import { newColumn } from './new-column';
import { plain } from './plain';

export const combineColumnsStep = implementStep(
  combineColumns,
  plain(({ columns, separator, into, keep }, table) => {
    const parts = columns.flatMap((wanted) => table.columns.filter((column) => column.name === wanted));
    const texts = parts.map((part) => written(identifier(part.name), part.kind));
    const left = table.columns.filter((column) => keep || !columns.includes(column.name));
    const others = keep ? '*' : `* EXCLUDE (${[...new Set(columns)].map(identifier).join(', ')})`;
    const combined = `nullif(concat_ws(${literal(separator)}, ${texts.join(', ')}), '')`;
    return `SELECT ${others}, ${combined} AS ${newColumn(into, left)} FROM ${table.relation}`;
  }),
);
