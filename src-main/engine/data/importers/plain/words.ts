import type { Missing } from '../missing';
import type { Automaton } from './automaton';

/** Longest cell of punctuation marks that may mean missing: see `isMark` in missing.ts. */
const longestMark = 3;
const isPunctuation = (byte: number): boolean =>
  (byte > 32 && byte < 48) ||
  (byte > 57 && byte < 65) ||
  (byte > 90 && byte < 97) ||
  (byte > 122 && byte < 127);

/**
 * Texts that are none of the words for missing and, where those were assumed, no punctuation mark: the marks would show
 * that some of them say something (see missing.ts).
 * @param text bytes that a text may hold.
 * @returns the states that end such a text; the last is reached by all that is neither word nor mark.
 */
export function addWords(
  automaton: Automaton,
  start: number,
  text: readonly number[],
  { words, assumesNoMarks }: Pick<Missing, 'words' | 'assumesNoMarks'>,
): number[] {
  const inside = automaton.state();
  automaton.on(inside, text, inside);
  const spelled = words.map((word) => [...Buffer.from(word)]);
  const ends: number[] = [];
  const states = new Map<string, number>();
  const begins = (bytes: readonly number[], word: readonly number[]): boolean =>
    bytes.every((byte, i) => word[i] === byte);
  /** The state behind these bytes, from the beginning of the cell. */
  const stateOf = (bytes: readonly number[]): number => {
    const isMark = assumesNoMarks && bytes.length <= longestMark && bytes.every(isPunctuation);
    const isWordStart = spelled.some((word) => begins(bytes, word));
    if (!isMark && !isWordStart) return inside;
    // Marks that begin no word differ by their number alone.
    const key = isWordStart ? bytes.join() : `marks ${bytes.length}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const state = automaton.state();
    states.set(key, state);
    const isWord = spelled.some((word) => word.length === bytes.length && begins(bytes, word));
    if (!isMark && !isWord) ends.push(state);
    follow(state, bytes);
    return state;
  };
  const follow = (state: number, bytes: readonly number[]): void => {
    for (const byte of text) automaton.on(state, [byte], stateOf([...bytes, byte]));
  };
  follow(start, []);
  return [...ends, inside];
}
