import type { Random } from '../../random';

/** Changes a text by chance. @param share of its words that are changed, on average. */
export type TextMethod = (text: string, share: number, random: Random) => string;

/** The words of a text and what stands between them, in turns; the words are at odd places. */
export const wordsOf = (text: string): string[] => text.split(/(\S+)/u);
