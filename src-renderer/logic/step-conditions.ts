import {
  conditionGroupSchema,
  isConditionGroup,
  measures,
  operatorNames,
  operators,
  textOperators,
  valuesOfOperator,
  type ColumnType,
  type ConditionGroup,
  type MeasureChoice,
  type Operator,
  type StepCondition,
} from '../../src-main/contract';

/** Groups may stand in groups so deep, the outermost counted. */
export const deepestGroup = 3;

/** A condition that is still to be written. */
export const newCondition = (): StepCondition => ({ column: '', operator: 'equals', values: [] });

/** The tree as the form holds it; an empty one where there is none. */
export function conditionsOf(value: unknown): ConditionGroup {
  const read = conditionGroupSchema.safeParse(value);
  return read.success ? read.data : { join: 'and', conditions: [] };
}

/** The comparisons that suit a column. */
export function operatorsFor(type: ColumnType): readonly Operator[] {
  if (type === 'boolean') return ['equals', 'differs', 'missing', 'not-missing'];
  const isText = type === 'category' || type === 'text';
  return operatorNames.filter((operator) => isText || !textOperators.includes(operator));
}

const dateWords: Partial<Record<Operator, string>> = {
  less: 'is before',
  'at-most': 'is up to',
  greater: 'is after',
  'at-least': 'is from',
};

/** An operator in words that suit the type. */
export function operatorTitle(operator: Operator, type: ColumnType): string {
  const isDate = type === 'date' || type === 'datetime';
  return (isDate ? dateWords[operator] : undefined) ?? operators[operator];
}

/** A condition after its operator has changed: the values that it still takes stay. */
export function withOperator(condition: StepCondition, operator: Operator): StepCondition {
  const most = valuesOfOperator(operator) ?? condition.values.length;
  const values = operator === 'frequent' ? [] : condition.values.slice(0, most);
  return { ...condition, operator, values };
}

/** A condition on another column: the operator stays where it suits. */
export function withColumn(condition: StepCondition, column: string, type: ColumnType): StepCondition {
  const operator = operatorsFor(type).includes(condition.operator) ? condition.operator : 'equals';
  return { ...withOperator(condition, operator), column };
}

/** A condition with one of its values written. */
export function withValue(condition: StepCondition, place: number, text: string): StepCondition {
  const most = Math.max(valuesOfOperator(condition.operator) ?? 0, place + 1);
  const values = Array.from({ length: most }, (_, index) =>
    index === place ? text : (condition.values[index] ?? ''),
  );
  return { ...condition, values };
}

/** What a tree of conditions lacks, as a sentence; null when it is complete. */
export function conditionsProblem(group: ConditionGroup): string | null {
  if (group.conditions.length === 0) return 'Add a condition.';
  for (const condition of group.conditions) {
    if (isConditionGroup(condition)) {
      const problem = conditionsProblem(condition);
      if (problem !== null) return problem;
      continue;
    }
    const { column, operator, values } = condition;
    if (column === '') return 'Choose a column for each condition.';
    const needed = valuesOfOperator(operator) ?? 1;
    const written = values.filter((value) => value !== '').length;
    if (written < needed) return `Say what ${column} is compared with.`;
    if (operator === 'frequent' && !/^[1-9]\d{0,5}$/.test(values[0] ?? ''))
      return 'Say how many of the most frequent values, such as 10.';
  }
  return null;
}

/** What a list of measures lacks, as a sentence; null when it is complete. */
export function measuresProblem(choices: readonly MeasureChoice[]): string | null {
  const lacking = choices.find(({ column, measure }) => measures[measure].types !== null && column === null);
  return lacking === undefined ? null : `Choose a column for "${measures[lacking.measure].label}".`;
}
