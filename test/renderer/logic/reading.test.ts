import { expect, test } from 'vitest';
import { canReadAgain } from '../../../src-renderer/logic/reading';

test('another way of reading is offered only where there is text to read', () => {
  expect(canReadAgain({ code: 'HEADER_ONLY' })).toBe(true);
  expect(canReadAgain({ code: 'FILE_EMPTY' })).toBe(false);
  expect(canReadAgain({ code: 'FILE_NOT_TEXT' })).toBe(false);
  expect(canReadAgain(null)).toBe(false);
});
