import { describe, expect, test } from 'vitest';
import { duration, moment, timeLeft } from '../../../src-renderer/logic/durations';

describe('durations', () => {
  test.each([
    [0.01, 'under 0.1 s'],
    [0.44, '0.4 s'],
    [9.96, '10 s'],
    [12.4, '12 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
  ])('%d s is %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  test.each([
    [null, ''],
    [0.5, 'almost done'],
    [7.3, 'about 7 s left'],
    [43, 'about 45 s left'],
    [118, 'about 2 min left'],
    [1830, 'about 31 min left'],
  ])('%s s to go is "%s"', (seconds, text) => expect(timeLeft(seconds)).toBe(text));

  test('a moment of today is a time, another a date', () => {
    const now = new Date(2026, 10, 24, 12, 0);
    expect(moment(new Date(2026, 10, 24, 9, 5).toISOString(), now)).toBe('today 09:05');
    expect(moment(new Date(2026, 1, 3, 9, 5).toISOString(), now)).toBe('3 Feb, 09:05');
    expect(moment(new Date(2024, 1, 3, 9, 5).toISOString(), now)).toBe('3 Feb 2024, 09:05');
    expect(moment('no date', now)).toBe('no date');
  });
});
