import { isGroup } from '../../../contract/cleaning/conditions';
import type { Condition, ConditionGroup } from '../../../contract/cleaning/conditions';
import { textOperators, valuesOf } from '../../../contract/cleaning/conditions';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { requirePattern } from './texts';
import type { StepTable, TableColumn } from './table';
import { typedValue } from './values';

const invalid = ({ column, operator, values }: Condition, expected: string): StrongroomError =>
  new StrongroomError('STEP_INVALID', `The condition on ${column} cannot be used.`, {
    expected,
    received: values.length === 0 ? `"${operator}" without a value` : values.join(', '),
    next: 'Change the condition.',
  });

/** All conditions of a tree, in order. */
export const leaves = ({ conditions }: ConditionGroup): Condition[] =>
  conditions.flatMap((condition) => (isGroup(condition) ? leaves(condition) : [condition]));

/** The patterns of conditions are tried, so that errors name them. Throws STEP_INVALID. */
export async function requirePatterns(group: ConditionGroup, table: StepTable): Promise<void> {
  for (const { operator, values } of leaves(group)) {
    if (operator === 'matches') await requirePattern(values[0] ?? '', table);
  }
}

function comparison(condition: Condition, column: TableColumn, relation: string): string {
  const { operator, values } = condition;
  const cell = identifier(column.name);
  const number = valuesOf(operator);
  if (number !== null && values.length < number)
    throw invalid(condition, number === 1 ? 'a value' : 'two values');
  if (textOperators.includes(operator) && column.kind !== 'text')
    throw invalid(condition, `a comparison that suits a column of ${column.kind}`);
  const [first = '', second = ''] = values;
  const value = (text: string): string => typedValue(column, text);
  const ways: Readonly<Record<Condition['operator'], () => string>> = {
    equals: () => `${cell} = ${value(first)}`,
    differs: () => `${cell} IS DISTINCT FROM ${value(first)}`,
    in: () => (values.length === 0 ? 'false' : `${cell} IN (${values.map(value).join(', ')})`),
    contains: () => `contains(${cell}, ${literal(first)})`,
    starts: () => `starts_with(${cell}, ${literal(first)})`,
    ends: () => `ends_with(${cell}, ${literal(first)})`,
    matches: () => `regexp_matches(${cell}, ${literal(first)})`,
    less: () => `${cell} < ${value(first)}`,
    'at-most': () => `${cell} <= ${value(first)}`,
    greater: () => `${cell} > ${value(first)}`,
    'at-least': () => `${cell} >= ${value(first)}`,
    between: () => `${cell} BETWEEN ${value(first)} AND ${value(second)}`,
    missing: () => `${cell} IS NULL`,
    'not-missing': () => `${cell} IS NOT NULL`,
    frequent: () => {
      if (!/^[1-9]\d{0,5}$/.test(first)) throw invalid(condition, 'how many values, such as 10');
      // Ties go to the smaller value, so that the same rows always give the same.
      return `${cell} IN (SELECT ${cell} FROM ${relation} WHERE ${cell} IS NOT NULL GROUP BY ${cell} ORDER BY count(*) DESC, ${cell} LIMIT ${first})`;
    },
  };
  return `coalesce(${ways[operator]()}, false)`;
}

/** Whether a row fulfils conditions, as SQL; a missing value fulfils none but those that ask for it. Throws STEP_INVALID. */
export function conditionsSql({ join, conditions }: ConditionGroup, table: StepTable): string {
  if (conditions.length === 0) {
    throw new StrongroomError('STEP_INVALID', 'No condition is set.', {
      expected: 'at least one condition',
      next: 'Add a condition to the step, or switch it off.',
    });
  }
  const parts = conditions.map((condition) => {
    if (isGroup(condition)) return conditionsSql(condition, table);
    const column = table.columns.find(({ name }) => name === condition.column);
    if (column === undefined) throw invalid(condition, 'a column of the table');
    return comparison(condition, column, table.relation);
  });
  return `(${parts.join(join === 'and' ? ' AND ' : ' OR ')})`;
}
