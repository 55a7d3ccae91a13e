import type { FittedWords } from './fitted';

/**
 * Characters that part words: white space, punctuation and signs of the blocks that most texts are written in. A list of
 * ranges, and not the classes of Unicode, so that every engine parts words alike, whatever version it knows.
 */
const separators: readonly (readonly [from: number, to: number])[] = [
  [0x0000, 0x002f],
  [0x003a, 0x0040],
  [0x005b, 0x0060],
  [0x007b, 0x00a9],
  [0x00ab, 0x00b4],
  [0x00b6, 0x00b9],
  [0x00bb, 0x00bf],
  [0x00d7, 0x00d7],
  [0x00f7, 0x00f7],
  [0x1680, 0x1680],
  [0x2000, 0x206f],
  [0x2e00, 0x2e7f],
  [0x3000, 0x3004],
  [0x3008, 0x3020],
  [0xfe30, 0xfe4f],
  [0xfeff, 0xfeff],
  [0xff00, 0xff0f],
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
];

const classOf = (code: (point: string) => string): string =>
  `[^${separators.map(([from, to]) => `${code(from.toString(16))}-${code(to.toString(16))}`).join('')}]+`;

/** What a character of a word is to RE2. */
export const wordCharacter = classOf((point) => `\\x{${point}}`).slice(0, -1);

/** What a word is to RE2, which DuckDB and ONNX Runtime use. */
export const wordExpression = classOf((point) => `\\x{${point}}`);
const word = new RegExp(
  classOf((point) => `\\u{${point}}`),
  'gu',
);

/** Whether a character parts words. */
export const isSeparator = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return separators.some(([from, to]) => code >= from && code <= to);
};

/** The words of a text as they are written, in order. */
export const wordsOf = (text: string): string[] => text.match(word) ?? [];

/** Numbers a text becomes: one a word of the vocabulary. */
export const wordsWidth = ({ weights }: Pick<FittedWords, 'weights'>): number => weights.length;

/** How often each text of a list has each word: [texts, words]. Words beyond the vocabulary are left out. */
export function countWords(
  { vocabulary, places, weights }: FittedWords,
  texts: readonly string[],
): Float32Array {
  const placeOf = new Map(vocabulary.map((written, index) => [written, places[index] ?? 0]));
  const counts = new Float32Array(texts.length * weights.length);
  texts.forEach((text, row) => {
    for (const written of wordsOf(text)) {
      const place = placeOf.get(written);
      if (place === undefined) continue;
      const at = row * weights.length + place;
      counts[at] = (counts[at] ?? 0) + 1;
    }
  });
  return counts;
}
