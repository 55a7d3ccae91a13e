import { expect, test } from 'vitest';
import { shortened } from '../../../src-renderer/logic/text';

test('short texts stay, long ones are cut with an ellipsis', () => {
  expect(shortened('Species', 10)).toBe('Species');
  expect(shortened('Flipper Length (mm)', 10)).toBe('Flipper L\u2026');
  expect(shortened('', 5)).toBe('');
});

test('wide characters count for more, and none is cut in half', () => {
  expect(shortened('产品类别名称与说明', 9)).toBe('产品类别\u2026');
  expect(shortened('😀😀😀😀😀😀', 4)).toBe('😀\u2026');
});
