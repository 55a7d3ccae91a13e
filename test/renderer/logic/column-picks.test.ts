import { expect, test } from 'vitest';
import { extendedTo, pickedWith } from '../../../src-renderer/logic/column-picks';

const names = ['a', 'b', 'c', 'd'];
const keys = { ctrlKey: false, metaKey: false, shiftKey: false };

test('Ctrl chooses one more or one less, Shift all up to it, and a plain click one alone', () => {
  const none = { names, picked: new Set<string>(), active: 1 };
  expect(pickedWith(none, 3, { ...keys, ctrlKey: true })).toEqual(['b', 'd']);
  expect(pickedWith(none, 1, { ...keys, metaKey: true })).toEqual(['b']);
  const two = { names, picked: new Set(['b', 'd']), active: 1 };
  expect(pickedWith(two, 3, { ...keys, ctrlKey: true })).toEqual(['b']);
  expect(pickedWith(none, 3, { ...keys, shiftKey: true })).toEqual(['b', 'c', 'd']);
  expect(pickedWith(none, 0, { ...keys, shiftKey: true })).toEqual(['a', 'b']);
  expect(pickedWith(two, 2, keys)).toEqual([]);
});

test('Shift and arrows take in neighbours, and give them back', () => {
  let picked = new Set<string>();
  const press = (by: 1 | -1): string => {
    const headers = { names, picked, active: 1 };
    picked = new Set(pickedWith(headers, extendedTo(headers, by), { ...keys, shiftKey: true }));
    return [...picked].join('');
  };
  expect([press(1), press(1), press(1), press(-1), press(-1), press(-1), press(-1)]).toEqual([
    'bc',
    'bcd',
    'bcd',
    'bc',
    'b',
    'ab',
    'ab',
  ]);
});
