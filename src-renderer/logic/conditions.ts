import type { Cell, ColumnType, Condition, ConditionTest } from '../../src-main/contract';
import { cellText } from './cells';

const ordered: ConditionTest[] = [
  'is',
  'is-not',
  'above',
  'at-least',
  'below',
  'at-most',
  'between',
  'missing',
  'present',
];
const worded: ConditionTest[] = [
  'contains',
  'not-contains',
  'is',
  'is-not',
  'starts-with',
  'missing',
  'present',
];

/** The tests that suit a column, the most usual first. */
export function testsFor(type: ColumnType): readonly ConditionTest[] {
  switch (type) {
    case 'boolean':
      return ['is', 'missing', 'present'];
    case 'category':
      return ['is', ...worded.filter((test) => test !== 'is')];
    case 'text':
      return worded;
    default:
      return ordered;
  }
}

const titles: Record<ConditionTest, string> = {
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  above: 'is above',
  'at-least': 'is at least',
  below: 'is below',
  'at-most': 'is at most',
  between: 'is between',
  missing: 'is missing',
  present: 'is not missing',
};
const dateTitles: Partial<Record<ConditionTest, string>> = {
  above: 'is after',
  'at-least': 'is from',
  below: 'is before',
  'at-most': 'is up to',
};

export const testTitle = (test: ConditionTest, type: ColumnType): string =>
  (type.startsWith('date') ? dateTitles[test] : undefined) ?? titles[test];

/** How many values a test takes. */
export const valuesOf = (test: ConditionTest): 0 | 1 | 2 =>
  test === 'missing' || test === 'present' ? 0 : test === 'between' ? 2 : 1;

/** What was typed as a value of a column; null when it is not one. */
export function readValue(text: string, type: ColumnType, test: ConditionTest): Cell {
  const trimmed = text.trim();
  if (test === 'contains' || test === 'not-contains' || test === 'starts-with')
    return text === '' ? null : text;
  switch (type) {
    case 'integer':
    case 'decimal': {
      const number = Number(trimmed.replace('\u2212', '-').replace(',', '.'));
      return trimmed !== '' && Number.isFinite(number) ? number : null;
    }
    case 'boolean':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : null;
    case 'date':
    case 'datetime':
      return /^\d{4}-\d\d-\d\d/.test(trimmed) ? trimmed : null;
    default:
      return text;
  }
}

export const isComplete = ({ test, values }: Condition): boolean =>
  values.length === valuesOf(test) && values.every((value) => value !== null);

/** A condition in words: "price is between 2 and 3". */
export function conditionText({ column, test, values }: Condition, type: ColumnType): string {
  const shown = values.map((value) => (value === '' ? 'empty' : cellText(value, type)));
  return [column, testTitle(test, type), shown.join(' and ')].filter((part) => part !== '').join(' ');
}

/** The condition that rows with this cell hold (or do not). */
export function cellCondition(column: string, cell: Cell, isWanted: boolean): Condition {
  if (cell === null) return { column, test: isWanted ? 'missing' : 'present', values: [] };
  return { column, test: isWanted ? 'is' : 'is-not', values: [cell] };
}
