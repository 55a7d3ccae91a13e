import { describe, expect, test } from 'vitest';
import { columnEdges, columnWidth, moveCell } from '../../../src-renderer/logic/table-layout';

describe('table layout', () => {
  test('columns are as wide as their names ask for, within bounds', () => {
    expect(columnWidth('a', 'integer')).toBe(104);
    expect(columnWidth('x'.repeat(60), 'integer')).toBe(260);
    expect(columnWidth('客户编号名称', 'integer')).toBeGreaterThan(columnWidth('abcdef', 'integer'));
    expect(columnWidth('a', 'decimal')).toBeGreaterThan(columnWidth('a', 'integer'));
    expect(columnWidth('a', 'text')).toBeGreaterThan(columnWidth('a', 'decimal'));
  });

  test('edges add up', () => expect(columnEdges([10, 20, 5])).toEqual([0, 10, 30, 35]));

  const size = { rows: 100, columns: 7, page: 20 };
  test.each([
    ['ArrowDown', false, { row: 4, column: 2 }],
    ['ArrowDown', true, { row: 99, column: 2 }],
    ['ArrowUp', true, { row: -1, column: 2 }],
    ['ArrowLeft', true, { row: 3, column: 0 }],
    ['ArrowRight', false, { row: 3, column: 3 }],
    ['PageDown', false, { row: 23, column: 2 }],
    ['PageUp', false, { row: 0, column: 2 }],
    ['Home', false, { row: 3, column: 0 }],
    ['End', true, { row: 99, column: 6 }],
  ])('%s (control %s) from row 3, column 2', (key, ctrlKey, place) =>
    expect(moveCell({ row: 3, column: 2 }, { key, ctrlKey }, size)).toEqual(place),
  );

  test('the edges hold, and other keys move nothing', () => {
    expect(moveCell({ row: 99, column: 6 }, { key: 'ArrowDown', ctrlKey: false }, size)).toEqual({
      row: 99,
      column: 6,
    });
    expect(moveCell({ row: -1, column: 0 }, { key: 'ArrowUp', ctrlKey: false }, size)).toEqual({
      row: -1,
      column: 0,
    });
    expect(moveCell({ row: 0, column: 0 }, { key: 'x', ctrlKey: false }, size)).toBeNull();
  });
});
