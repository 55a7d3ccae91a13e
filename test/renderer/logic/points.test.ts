import { describe, expect, test } from 'vitest';
import { axisRange, nearestPoint } from '../../../src-renderer/logic/points';

describe('axisRange', () => {
  test('has room for every value', () => {
    const [low, high] = axisRange([3, -7.5, 12]);
    expect(low).toBeLessThanOrEqual(-7.5);
    expect(high).toBeGreaterThanOrEqual(12);
  });

  test('is 0 to 1 when there is no value', () => {
    expect(axisRange([])).toEqual([0, 1]);
  });
});

describe('nearestPoint', () => {
  const points = [
    [0, 0],
    [10, 10],
    [11, 10],
  ] as const;
  const twice = (value: number): number => 2 * value;

  test('is the nearest one, where it is drawn', () => {
    expect(nearestPoint(points, { x: 22, y: 21 }, twice, twice)).toEqual({ index: 2, x: 22, y: 20 });
  });

  test('is none when all are out of reach', () => {
    expect(nearestPoint(points, { x: 100, y: 100 }, twice, twice)).toBeNull();
  });
});
