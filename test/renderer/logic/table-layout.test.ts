import { describe, expect, test } from 'vitest';
import { columnWidth, fittingWidth, moveCell, placeColumns } from '../../../src-renderer/logic/table-layout';

describe('table layout', () => {
  test('columns are as wide as their names ask for, within bounds', () => {
    expect(columnWidth('a', 'integer')).toBe(104);
    expect(columnWidth('x'.repeat(60), 'integer')).toBe(260);
    expect(columnWidth('客户编号名称', 'integer')).toBeGreaterThan(columnWidth('abcdef', 'integer'));
    expect(columnWidth('a', 'decimal')).toBeGreaterThan(columnWidth('a', 'integer'));
    expect(columnWidth('a', 'text')).toBeGreaterThan(columnWidth('a', 'decimal'));
  });

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

describe('placed columns', () => {
  const columns = ['a', 'b', 'c'].map((name) => ({
    name,
    type: 'integer' as const,
    identifier: false,
    constant: false,
  }));

  test('frozen columns come first, in their own order, and keep their place in the data', () => {
    const { placed, frozen } = placeColumns(columns, { widths: { c: 50 }, frozen: ['c', 'a'] }, 1000);
    expect(placed.map(({ column, source }) => [column.name, source])).toEqual([
      ['c', 2],
      ['a', 0],
      ['b', 1],
    ]);
    expect(frozen).toBe(2);
    expect(placed[1]?.left).toBe(50);
    expect(placed[2]?.left).toBe(50 + (placed[1]?.width ?? 0));
  });

  test('as many stay in view as leave room for others', () => {
    expect(placeColumns(columns, { widths: { a: 400, b: 400 }, frozen: ['a', 'b'] }, 700).frozen).toBe(1);
    expect(placeColumns(columns, { widths: {}, frozen: [] }, 700).frozen).toBe(0);
    expect(placeColumns(columns, { widths: { a: 900 }, frozen: ['a'] }, 700).frozen).toBe(0);
  });

  test('a width fits the longest value and the name', () => {
    const [column] = columns;
    if (column === undefined) throw new Error('there are columns');
    expect(fittingWidth(column, [1, 22, 1_234_567])).toBeGreaterThanOrEqual(fittingWidth(column, [1]));
    expect(fittingWidth({ ...column, name: 'a'.repeat(300) }, [])).toBe(800);
  });
});
