import { describe, expect, test } from 'vitest';
import { columnTypes } from '../../../src-main/contract';
import { cellText, possibleTypes, typeNames } from '../../../src-renderer/logic/cells';

describe('cells', () => {
  test('values are shown as they are, not rounded', () => {
    expect(cellText(0.1234567890123, 'decimal')).toBe('0.1234567890123');
    expect(cellText(12345678, 'integer')).toBe('12345678');
    expect(cellText(-3, 'integer')).toBe('\u22123');
    expect(cellText(true, 'boolean')).toBe('true');
    expect(cellText('2020-01-02T03:04:05Z', 'datetime')).toBe('2020-01-02 03:04:05');
    expect(cellText('2020-01-02', 'date')).toBe('2020-01-02');
    expect(cellText(null, 'text')).toBe('');
  });

  test('every type can be treated as itself and has a name', () => {
    for (const type of columnTypes) {
      expect(possibleTypes(type)).toContain(type);
      expect(typeNames[type].title).not.toBe('');
    }
  });
});
