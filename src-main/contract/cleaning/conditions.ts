import { z } from 'zod';
import { listed } from './define';

/** What a cell can be compared by, in words; `values` of each are texts as they would stand in a file. */
export const operators = {
  equals: 'is',
  differs: 'is not',
  in: 'is one of',
  contains: 'contains',
  starts: 'starts with',
  ends: 'ends with',
  matches: 'matches the pattern',
  less: 'is less than',
  'at-most': 'is at most',
  greater: 'is greater than',
  'at-least': 'is at least',
  between: 'is between',
  missing: 'is missing',
  'not-missing': 'is not missing',
  frequent: 'is one of the most frequent',
} as const;
export type Operator = keyof typeof operators;
export const operatorNames = Object.keys(operators) as [Operator, ...Operator[]];

/** The operators for texts alone; the others suit every kind. */
export const textOperators: readonly Operator[] = ['contains', 'starts', 'ends', 'matches'];

/** How many values each takes; null for any number. */
export const valuesOf = (operator: Operator): number | null => {
  if (operator === 'in') return null;
  if (operator === 'missing' || operator === 'not-missing') return 0;
  return operator === 'between' ? 2 : 1;
};

export const conditionSchema = z.object({
  column: z.string(),
  operator: z.enum(operatorNames),
  /** `frequent` takes how many; `between` the smallest and the largest, both included. */
  values: z.array(z.string().max(1000)).max(1000).default([]),
});
export type Condition = z.output<typeof conditionSchema>;

/** Conditions, and groups of them, that have to hold all or of which one has to hold. */
export interface ConditionGroup {
  join: 'and' | 'or';
  conditions: (Condition | ConditionGroup)[];
}
/** Groups hold groups three deep: as much as a window can show. */
const group = <Member extends z.ZodType<Condition | ConditionGroup>>(member: Member) =>
  z.object({ join: z.enum(['and', 'or']).default('and'), conditions: z.array(member).max(100).default([]) });
const innermost = group(conditionSchema);
const middle = group(z.union([conditionSchema, innermost]));
export const conditionGroupSchema = group(z.union([conditionSchema, middle]));

export const isGroup = (condition: Condition | ConditionGroup): condition is ConditionGroup =>
  'conditions' in condition;

/** The columns that conditions look at. */
export const columnsOfConditions = ({ conditions }: ConditionGroup): string[] => [
  ...new Set(
    conditions.flatMap((condition) =>
      isGroup(condition) ? columnsOfConditions(condition) : [condition.column],
    ),
  ),
];

/** "price is less than 5 and city is Rome". */
export function describeConditions({ join, conditions }: ConditionGroup): string {
  const parts = conditions.map((condition) => {
    if (isGroup(condition)) return `(${describeConditions(condition)})`;
    const { column, operator, values } = condition;
    const [first = '', second = ''] = values;
    const value =
      operator === 'between' ? `${first} and ${second}` : values.length === 0 ? '' : listed(values);
    return `${column} ${operators[operator]} ${value}`.trimEnd();
  });
  return parts.length === 0 ? 'no condition is set' : parts.join(` ${join} `);
}
