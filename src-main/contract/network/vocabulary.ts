import type { Sizes } from './define';
import type { NetworkContext } from './inputs';

/** How many ids a text of so many words may hold: those of the text with that length, or of any. */
export function vocabularyOf({ inputs }: NetworkContext, sizes: Sizes): number {
  const texts = inputs.parts.filter(({ kind }) => kind === 'tokens');
  const own = texts.filter((part) => part.sizes[0] === sizes[0]);
  return Math.max(2, ...(own.length > 0 ? own : texts).map(({ vocabulary }) => vocabulary));
}
