import { wordDropout } from './word-dropout';
import { wordSwap } from './word-swap';
import type { TextMethod } from './words';

/** What can be done to texts, with the share of words that suits most. */
export const textMethods = {
  'word-dropout': { apply: wordDropout, standard: 0.1 },
  'word-swap': { apply: wordSwap, standard: 0.1 },
} as const satisfies Record<string, { apply: TextMethod; standard: number }>;
