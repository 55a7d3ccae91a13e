import { expect, test } from 'vitest';
import {
  formatMetrics,
  formatNumber,
  formatTable,
  formatWarnings,
  paragraphs,
} from '../../src-main/hosts/cli/text';

test.each([
  [3, '3'],
  [0.123456789, '0.12346'],
  [1234.5678, '1234.6'],
  [0.0000123, '1.230e-5'],
  [12_345_678.5, '1.235e+7'],
  [null, '–'],
  [Number.NaN, '–'],
])('%s is written as %s', (value, expected) => {
  expect(formatNumber(value)).toBe(expected);
});

test('columns stand under each other', () => {
  expect(
    formatTable([
      ['a', 'bb', 'c'],
      ['aaa', 'b', ''],
    ]),
  ).toBe('a    bb  c\naaa  b');
});

test('scores stand beside those of the simplest answer', () => {
  expect(formatMetrics({ rmse: 2, mae: 1, r2: 0.75 }, { rmse: 4, mae: 3, r2: 0 })).toBe(
    '      model  simplest answer\nrmse  2      4\nmae   1      3\nr2    0.75   0',
  );
});

test('what is empty leaves no gap', () => {
  expect(paragraphs('a', '', 'b')).toBe('a\n\nb');
  expect(
    formatWarnings([
      { code: 'X', message: 'One.', next: 'Do.' },
      { code: 'Y', message: 'Two.' },
    ]),
  ).toBe('Note: One. Do.\nNote: Two.');
});
