import { wordsOf, type TextMethod } from './words';

/** Lets two words change places, so often that `share` of the words are moved (Wei and Zou, 2019, random swap). */
export const wordSwap: TextMethod = (text, share, random) => {
  const pieces = wordsOf(text);
  const words = pieces.filter((_, place) => place % 2 === 1);
  if (words.length < 2) return text;
  const swaps = Math.round((share * words.length) / 2);
  for (let swap = 0; swap < swaps; swap++) {
    const a = random.below(words.length);
    const b = (a + 1 + random.below(words.length - 1)) % words.length;
    [words[a], words[b]] = [words[b] ?? '', words[a] ?? ''];
  }
  return pieces.map((piece, place) => (place % 2 === 1 ? (words[(place - 1) / 2] ?? '') : piece)).join('');
};
