import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytes,
  count,
  counted,
  measured,
  percentage,
  power,
  score,
  tickLabel,
} from '../../../src-renderer/logic/numbers';

/** The number that a text stands for, read back. */
const readBack = (text: string): number => Number(text.replaceAll(',', '').replace('\u2212', '-'));

describe('numbers', () => {
  test.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [-12, '\u221212'],
  ])('count %d is %s', (value, text) => expect(count(value)).toBe(text));

  test('a count has its noun in the right number', () => {
    expect(counted(1, 'row')).toBe('1 row');
    expect(counted(0, 'row')).toBe('0 rows');
    expect(counted(2, 'class', 'classes')).toBe('2 classes');
  });

  test.each([
    [0.84734, '0.8473'],
    [3.05712, '3.057'],
    [42000, '42,000'],
    [123456.7, '123,457'],
    [-0.5, '\u22120.5'],
    [0, '0'],
    [4.5e-7, '4.5 \u00d7 10\u207b\u2077'],
    [1e-5, '10\u207b\u2075'],
    [2.5e12, '2.5 \u00d7 10\u00b9\u00b2'],
    [NaN, 'not a number'],
    [Infinity, '\u221e'],
  ])('measured %d is %s', (value, text) => expect(measured(value)).toBe(text));

  test('a measured value read back is right to its four digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e8, max: 1e8, noNaN: true }), (value) => {
        fc.pre(Math.abs(value) >= 1e-4);
        expect(Math.abs(readBack(measured(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 5.1e-4);
      }),
    );
  });

  test.each([
    [0.97, '97 %'],
    [0.083, '8.3 %'],
    [0.0004, 'under 0.1 %'],
    [0.9996, 'over 99.9 %'],
    [0, '0 %'],
    [1, '100 %'],
  ])('share %d is %s', (share, text) => expect(percentage(share)).toBe(text));

  test('only nothing and all are shown as 0 and 100 per cent', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(percentage(share)).not.toBe('0 %');
        if (share > 0.999) expect(percentage(share)).not.toBe('100 %');
      }),
    );
  });

  test('a score has four places, and says when there is none', () => {
    expect(score(0.98549)).toBe('0.9855');
    expect(score(null)).toBe('not defined');
    expect(score(-0.00001)).toBe('0.0000');
    expect(score(-0.0007)).toBe('\u22120.0007');
    expect(count(-0.3)).toBe('0');
  });

  test.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [1200, '1.2 KB'],
    [111_000_000, '111 MB'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

  test.each([
    [12000, '12k'],
    [1500000, '1.5M'],
    [0.1 + 0.2, '0.3'],
    [-5, '\u22125'],
  ])('%d on an axis is %s', (value, text) => expect(tickLabel(value)).toBe(text));

  test('powers of ten leave out a factor of one', () => {
    expect(power(1e-7, 2)).toBe('10\u207b\u2077');
    expect(power(-2.34e20, 2)).toBe('\u22122.3 \u00d7 10\u00b2\u2070');
  });
});
