import { wordsOf, type TextMethod } from './words';

/** Leaves words out, each with the probability `share` (Wei and Zou, 2019, random deletion); one word always stays. */
export const wordDropout: TextMethod = (text, share, random) => {
  const words = wordsOf(text).filter((_, place) => place % 2 === 1);
  const kept = words.filter(() => random.next() >= share);
  if (kept.length === words.length) return text;
  return kept.length > 0 ? kept.join(' ') : (words[random.below(words.length)] ?? '');
};
