import { expect, test } from 'vitest';
import { cleaningStepSchema, describeStep, type ConditionGroup } from '../../../src-main/contract';
import { beginStep, readStep, suggestionWords } from '../../../src-renderer/logic/cleaning-steps';
import {
  conditionsOf,
  conditionsProblem,
  deepestGroup,
  newCondition,
  operatorsFor,
  withColumn,
  withOperator,
  withValue,
} from '../../../src-renderer/logic/step-conditions';

const price = { column: 'price', operator: 'between' as const, values: ['1', '5'] };

test('a tree is read as deep as the form lets it grow, and no deeper', () => {
  const nested = (depth: number): ConditionGroup => ({
    join: 'or',
    conditions: depth === 1 ? [price] : [nested(depth - 1)],
  });
  expect(conditionsOf(nested(deepestGroup))).toEqual(nested(deepestGroup));
  expect(conditionsOf(nested(deepestGroup + 1)).conditions).toEqual([]);
  expect(conditionsOf(null)).toEqual({ join: 'and', conditions: [] });
});

test('what conditions lack is told, in groups too', () => {
  const lack = (...conditions: ConditionGroup['conditions']) =>
    conditionsProblem({ join: 'and', conditions });
  expect(lack()).toMatch('Add a condition');
  expect(lack(newCondition())).toMatch('Choose a column');
  expect(lack({ ...price, values: ['1'] })).toMatch('price');
  expect(lack({ ...price, values: ['1', ''] })).toMatch('price');
  expect(lack({ ...price, operator: 'frequent', values: ['many'] })).toMatch('how many');
  expect(lack({ ...price, operator: 'missing', values: [] })).toBeNull();
  expect(lack(price, { join: 'or', conditions: [] })).toMatch('Add a condition');
  expect(lack(price, { join: 'or', conditions: [price] })).toBeNull();
});

test('values stay as far as another operator takes them', () => {
  expect(withOperator(price, 'less').values).toEqual(['1']);
  expect(withOperator(price, 'missing').values).toEqual([]);
  expect(withOperator(price, 'in').values).toEqual(['1', '5']);
  expect(withValue({ ...price, values: [] }, 1, '9').values).toEqual(['', '9']);
  const text = { column: 'city', operator: 'contains' as const, values: ['Ro'] };
  expect(withColumn(text, 'price', 'decimal')).toEqual({
    column: 'price',
    operator: 'equals',
    values: ['Ro'],
  });
  expect(operatorsFor('decimal')).not.toContain('contains');
});

test('a step with half a condition or measure is not complete', () => {
  const filter = beginStep('filter-rows', [], 'a');
  expect(readStep(filter).problems).toHaveProperty('conditions');
  expect(readStep({ ...filter, conditions: { join: 'and', conditions: [price] } }).problems).toBeNull();
  expect(readStep({ ...filter, by: 'expression', expression: '"price" > 1' }).problems).toBeNull();
  const grouped = beginStep('aggregate', [{ name: 'city', type: 'category' }], 'b');
  expect(readStep(grouped).problems).toBeNull();
  const mean = { measure: 'mean', column: null, name: '' };
  expect(readStep({ ...grouped, measures: [mean] }).problems).toHaveProperty('measures');
  expect(readStep({ ...grouped, measures: [{ ...mean, column: 'price' }] }).problems).toBeNull();
});

test('what a suggestion would change is said by what its step does', () => {
  const words = (step: object, what: 'cells' | 'rows' | 'columns', count: number) =>
    suggestionWords({
      rule: 'any',
      step: cleaningStepSchema.parse({ id: 'a', ...step }),
      reason: '',
      changes: { what, count },
    });
  expect(words({ kind: 'remove-duplicates' }, 'rows', 1)).toBe('Would remove 1 row.');
  expect(words({ kind: 'drop-columns', columns: ['a', 'b'] }, 'columns', 2)).toBe('Would remove 2 columns.');
  expect(words({ kind: 'trim-text', columns: ['a'] }, 'cells', 1200)).toBe('Would change 1,200 cells.');
  const unknown = { kind: 'map-values', id: 'a', column: 'city', pairs: [{ from: 'unknown', to: '' }] };
  expect(describeStep(cleaningStepSchema.parse(unknown))).toBe('Make "unknown" in city missing');
});
