import { identifier, literal } from '../sql';
import type { StepTable, TableColumn } from './table';

/**
 * The rows with one column's values put for others by a table of pairs: [text of the value, SQL of the new one].
 * @param others SQL of what all other values become, over the row's own column as "#t"
 */
export function mapped(
  table: StepTable,
  { name }: TableColumn,
  pairs: ReadonlyMap<string, string>,
  others: string,
): string {
  if (pairs.size === 0)
    return `SELECT "#t".* REPLACE (${others} AS ${identifier(name)}) FROM ${table.relation} AS "#t"`;
  const rows = [...pairs].map(([from, to]) => `(${literal(from)}, ${to})`);
  const value = `CASE WHEN "#m".old IS NULL THEN ${others} ELSE "#m".new END`;
  return `SELECT "#t".* REPLACE (${value} AS ${identifier(name)}) FROM ${table.relation} AS "#t" LEFT JOIN (VALUES ${rows.join(', ')}) AS "#m"(old, new) ON CAST("#t".${identifier(name)} AS VARCHAR) = "#m".old`;
}
