import type { FittedTokens } from './fitted';
import { isSeparator } from './words';

/** Ids before those of pieces: what fills up short texts, and characters that no piece begins with. */
export const paddingId = 0;
export const unknownId = 1;
const firstPiece = 2;

/** How many ids there are. */
export const idsOf = ({ size }: Pick<FittedTokens, 'size'>): number => size + firstPiece;

/** As texts write a piece: small, capital, and with a capital at its beginning. */
function writings(piece: string): string[] {
  const [first = '', ...rest] = piece;
  return [piece, piece.toUpperCase(), first.toUpperCase() + rest.join('')];
}

/**
 * The id of every way of writing of every piece. The exported model cannot change case, so that each way is kept; of two
 * pieces that are written alike, the first one counts.
 */
export function writtenPieces({ vocabulary }: Pick<FittedTokens, 'vocabulary'>): Map<string, number> {
  const ids = new Map<string, number>();
  vocabulary.forEach((piece, place) => {
    for (const written of writings(piece)) if (!ids.has(written)) ids.set(written, place + firstPiece);
  });
  return ids;
}

/** Parts texts into ids. */
export type Tokenizer = (text: string) => number[];

/**
 * From left to right the longest piece that fits; a character that begins none is unknown, and what parts words is left out.
 * Ends at `length` ids, and is filled up with 0.
 */
export function tokenizerOf(fitted: FittedTokens): Tokenizer {
  const ids = writtenPieces(fitted);
  const longest = Math.max(1, ...[...ids.keys()].map((piece) => [...piece].length));
  return (text) => {
    const characters = [...text];
    const found: number[] = [];
    let at = 0;
    while (at < characters.length && found.length < fitted.length) {
      let taken = 0;
      for (let size = Math.min(longest, characters.length - at); size > 0 && taken === 0; size--) {
        const id = ids.get(characters.slice(at, at + size).join(''));
        if (id === undefined) continue;
        found.push(id);
        taken = size;
      }
      if (taken === 0 && !isSeparator(characters[at] ?? '')) found.push(unknownId);
      at += Math.max(1, taken);
    }
    return [...found, ...new Array<number>(fitted.length - found.length).fill(paddingId)];
  };
}

/** The ids of texts, one text after the other: [texts, length]. */
export function tokenIds(fitted: FittedTokens, texts: readonly string[]): Float32Array {
  const ids = new Float32Array(texts.length * fitted.length);
  const tokenize = tokenizerOf(fitted);
  texts.forEach((text, row) => ids.set(tokenize(text), row * fitted.length));
  return ids;
}
