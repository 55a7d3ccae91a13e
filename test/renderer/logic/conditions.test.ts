import { expect, test } from 'vitest';
import {
  cellCondition,
  conditionText,
  isComplete,
  readValue,
  testsFor,
} from '../../../src-renderer/logic/conditions';

test('what is typed is read as a value of the column, or as none', () => {
  expect(readValue('2,5', 'decimal', 'above')).toBe(2.5);
  expect(readValue(' \u22127 ', 'integer', 'is')).toBe(-7);
  expect(readValue('', 'integer', 'is')).toBeNull();
  expect(readValue('many', 'decimal', 'is')).toBeNull();
  expect(readValue('2024-02-29', 'date', 'above')).toBe('2024-02-29');
  expect(readValue('29.2.', 'date', 'above')).toBeNull();
  expect(readValue('', 'category', 'is')).toBe('');
  expect(readValue('', 'category', 'contains')).toBeNull();
  expect(readValue('12', 'integer', 'contains')).toBe('12');
  expect(readValue('true', 'boolean', 'is')).toBe(true);
});

test('a condition takes effect once it has all its values', () => {
  expect(isComplete({ column: 'a', test: 'between', values: [1] })).toBe(false);
  expect(isComplete({ column: 'a', test: 'between', values: [1, null] })).toBe(false);
  expect(isComplete({ column: 'a', test: 'between', values: [1, 2] })).toBe(true);
  expect(isComplete({ column: 'a', test: 'missing', values: [] })).toBe(true);
});

test('conditions are said in words, dates in words of their own', () => {
  expect(conditionText({ column: 'price', test: 'between', values: [2, -3.5] }, 'decimal')).toBe(
    'price is between 2 and \u22123.5',
  );
  expect(conditionText({ column: 'day', test: 'above', values: ['2024-01-01'] }, 'date')).toBe(
    'day is after 2024-01-01',
  );
  expect(conditionText({ column: 'word', test: 'is', values: [''] }, 'category')).toBe('word is empty');
  expect(conditionText({ column: 'word', test: 'missing', values: [] }, 'category')).toBe('word is missing');
  expect(testsFor('boolean')).not.toContain('above');
});

test('a cell gives the condition that its row holds', () => {
  expect(cellCondition('a', null, true)).toEqual({ column: 'a', test: 'missing', values: [] });
  expect(cellCondition('a', null, false)).toEqual({ column: 'a', test: 'present', values: [] });
  expect(cellCondition('a', 3, false)).toEqual({ column: 'a', test: 'is-not', values: [3] });
});
