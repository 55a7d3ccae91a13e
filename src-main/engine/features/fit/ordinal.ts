import type { FittedLookup } from '../fitted';
import { inOrder } from './order';

/**
 * Places in the order of the values (numbers by size, others by their text), from 0 for the first to 1 for the last, and
 * 1 in a second column for unknown and missing, which lie in the middle.
 */
export function fitOrdinal(column: string, vocabulary: readonly string[]): FittedLookup {
  const known = inOrder(vocabulary.filter((text) => text !== ''));
  const last = Math.max(1, known.length - 1);
  const none = [0.5, 1];
  const ordered = vocabulary.includes('') ? [...known, ''] : known;
  return {
    kind: 'lookup',
    column,
    vocabulary: ordered,
    values: [none, ...ordered.map((text, place) => (text === '' ? none : [place / last, 0]))],
  };
}
