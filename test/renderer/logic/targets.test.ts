import { expect, test } from 'vitest';
import type { Column, Profile } from '../../../src-main/contract';
import { proposedTarget, targetProblem } from '../../../src-renderer/logic/targets';

const column = (name: string, type: Column['type'], flags: Partial<Column> = {}): Column => ({
  name,
  type,
  identifier: false,
  constant: false,
  ...flags,
});
const profile = (columns: readonly Column[], distinct: Record<string, number>): Profile => ({
  rows: 1000,
  columns: columns.map((each) => ({
    ...each,
    missing: 0,
    distinct: distinct[each.name] ?? 3,
    numbers: null,
    dates: null,
    histogram: null,
    top: [],
  })),
});
const id = column('id', 'integer', { identifier: true });
const size = column('size', 'decimal');
const name = column('name', 'category');
const remark = column('remark', 'text');
const same = column('same', 'category', { constant: true });

test('the last column that training would not leave out is proposed', () => {
  const columns = [id, size, name, remark, same];
  expect(proposedTarget(columns, null)).toBe(name);
  expect(proposedTarget(columns, profile(columns, { id: 1000, size: 900, name: 900, same: 1 }))).toBe(size);
});

test('the first column stands in where none suits', () => {
  expect(proposedTarget([id, same], null)).toBe(id);
  expect(proposedTarget([], null)).toBeNull();
});

test('what keeps a column from being predicted is told with its name', () => {
  const known = profile([same, name, size], { same: 1, name: 300 });
  expect(targetProblem(same, known)).toBe('The column same has a single value.');
  expect(targetProblem(name, known)).toMatch(/name does not suit.*300 different values; at most 200 classes/);
  expect(targetProblem(size, known)).toBeNull();
  expect(targetProblem(same, null)).toBeNull();
});
