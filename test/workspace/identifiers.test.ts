import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectIdSchema } from '../../src-main/contract/schemas/common';
import { newId, safeFileName } from '../../src-main/workspace';

test('ids follow the contract, differ, and sort by age', () => {
  const ids = Array.from({ length: 50 }, (_, index) => newId(1_700_000_000_000 + index));
  for (const id of ids) expect(projectIdSchema.safeParse(id).success).toBe(true);
  expect(new Set(ids).size).toBe(50);
  expect([...ids].sort()).toEqual(ids);
});

test.each([
  ['Species Run 1', 'Species Run 1'],
  ['../../etc/passwd', 'etc passwd'],
  ['a:b\\c*d?', 'a b c d'],
  ['con', 'file'],
  ['  ', 'file'],
  ['价格', '价格'],
])('%j becomes the file name %j', (text, expected) => {
  expect(safeFileName(text, 'file')).toBe(expected);
});

test('law: a safe name is never empty and has no separator, control character or dots at its ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeFileName(text, 'file')).toMatch(/^[^\p{Cc}<>:"/\\|?*. ]([^\p{Cc}<>:"/\\|?*]*)$/u);
    }),
  );
});
