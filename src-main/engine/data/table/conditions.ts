import { StrongroomError } from '../../../contract/errors';
import type { Cell } from '../../../contract/schemas/common';
import type { Condition, ConditionTest, TableQuery } from '../../../contract/schemas/table';
import { identifier, literal } from '../sql';

/** The type of each column of a relation, as DuckDB names it. */
export type PhysicalTypes = ReadonlyMap<string, string>;

function typeOf(types: PhysicalTypes, column: string): string {
  const type = types.get(column);
  if (type !== undefined) return type;
  throw new StrongroomError('BAD_REQUEST', `There is no column "${column}" in this table.`, {
    expected: 'a column of the table',
    received: column,
    next: 'Remove what is asked of this column.',
  });
}

/** SQL: a value as the type of its column; NULL, which equals nothing, where it is not one. */
function valueSql(value: Cell | undefined, type: string): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string')
    return type === 'VARCHAR' ? literal(value) : `TRY_CAST(${literal(value)} AS ${type})`;
  return `TRY_CAST(${literal(String(value))} AS ${type})`;
}

interface Operands {
  name: string;
  /** The first and the second value in the type of the column. */
  first: string;
  second: string;
  /** The value and the column as lower-case text. */
  sought: string;
  text: string;
}

const tests: Record<ConditionTest, (operands: Operands) => string> = {
  is: ({ name, first }) => `${name} = ${first}`,
  'is-not': ({ name, first }) => `${name} IS DISTINCT FROM ${first}`,
  contains: ({ text, sought }) => `contains(${text}, ${sought})`,
  'not-contains': ({ text, sought }) => `NOT coalesce(contains(${text}, ${sought}), FALSE)`,
  'starts-with': ({ text, sought }) => `starts_with(${text}, ${sought})`,
  above: ({ name, first }) => `${name} > ${first}`,
  'at-least': ({ name, first }) => `${name} >= ${first}`,
  below: ({ name, first }) => `${name} < ${first}`,
  'at-most': ({ name, first }) => `${name} <= ${first}`,
  between: ({ name, first, second }) => `${name} BETWEEN ${first} AND ${second}`,
  missing: ({ name }) => `${name} IS NULL`,
  present: ({ name }) => `${name} IS NOT NULL`,
};

function conditionSql({ column, test, values }: Condition, types: PhysicalTypes): string {
  const name = identifier(column);
  const type = typeOf(types, column);
  const [first, second] = values;
  // Numbers are compared as numbers with decimals, so that "above 2.5" means what it says of whole numbers.
  const isWhole = /INT/.test(type);
  const compared = isWhole ? 'DECIMAL(38, 9)' : type;
  const sql = tests[test]({
    name,
    first: valueSql(first, compared),
    second: valueSql(second, compared),
    sought: `lower(${literal(String(first ?? ''))})`,
    text: `lower(${name}::VARCHAR)`,
  });
  return `coalesce(${sql}, FALSE)`;
}

/** SQL: whether a row is shown. Throws BAD_REQUEST for a column that is not there. */
export function filterSql({ match, conditions }: TableQuery, types: PhysicalTypes): string {
  if (conditions.length === 0) return 'TRUE';
  const joined = match === 'all' ? ' AND ' : ' OR ';
  return `(${conditions.map((condition) => conditionSql(condition, types)).join(joined)})`;
}

/** SQL: the order of rows, ties and all as in the file. Throws BAD_REQUEST for a column that is not there. */
export function orderSql({ sort }: Pick<TableQuery, 'sort'>, types: PhysicalTypes): string {
  const parts = sort.map(({ column, descending }) => {
    typeOf(types, column);
    return `${identifier(column)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  return [...parts, 'file_row_number'].join(', ');
}
