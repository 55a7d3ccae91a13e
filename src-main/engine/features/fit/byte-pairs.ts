/** A word as the pieces that it is made of so far, and how often it is there. */
interface Word {
  pieces: string[];
  count: number;
}

/** Parts two pieces in a key; no word holds it. */
const between = '\u0000';

/** Pairs of neighbours with how often they are there, and the words that have them. */
class Pairs {
  private readonly counts = new Map<string, number>();
  private readonly words = new Map<string, Set<Word>>();

  /** @param sign 1 to count the pairs of a word, -1 to take them back. */
  add(word: Word, sign: 1 | -1): void {
    for (let i = 1; i < word.pieces.length; i++) {
      const key = `${word.pieces[i - 1] ?? ''}${between}${word.pieces[i] ?? ''}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + sign * word.count);
      if (sign === -1) continue;
      const having = this.words.get(key) ?? new Set();
      having.add(word);
      this.words.set(key, having);
    }
  }

  /** The most frequent pair, the first by its letters of those that are alike; null when none is there twice. */
  best(): { key: string; words: Word[] } | null {
    let best = '';
    let most = 1;
    for (const [key, count] of this.counts) {
      if (count > most || (count === most && most > 1 && key < best)) {
        best = key;
        most = count;
      }
    }
    return most > 1 ? { key: best, words: [...(this.words.get(best) ?? [])] } : null;
  }

  forget(key: string): void {
    this.counts.delete(key);
    this.words.delete(key);
  }
}

function joined(pieces: readonly string[], left: string, right: string): string[] {
  const made: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const isPair = pieces[i] === left && pieces[i + 1] === right;
    made.push(isPair ? left + right : (pieces[i] ?? ''));
    if (isPair) i += 1;
  }
  return made;
}

/**
 * Pieces of words by byte-pair encoding over characters (Sennrich and others, 2016, "Neural Machine Translation of Rare Words
 * with Subword Units"): the most frequent characters, then again and again the two neighbours that are most often side by
 * side, as one.
 * @param words with how often they are there. @param size at most so many pieces; half of them at most are characters.
 */
export function learnPieces(words: ReadonlyMap<string, number>, size: number): string[] {
  const characters = new Map<string, number>();
  for (const [word, count] of words) {
    for (const character of word) characters.set(character, (characters.get(character) ?? 0) + count);
  }
  const alphabet = [...characters]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, Math.ceil(size / 2))
    .map(([character]) => character);
  const pieces = new Set(alphabet);
  const pairs = new Pairs();
  const known = new Set(alphabet);
  // A word with a character that is not kept would only make pieces that no text is parted into.
  const all = [...words]
    .filter(([word]) => [...word].every((character) => known.has(character)))
    .map(([word, count]): Word => ({ pieces: [...word], count }));
  all.forEach((word) => pairs.add(word, 1));
  while (pieces.size < size) {
    const best = pairs.best();
    if (best === null) break;
    const [left = '', right = ''] = best.key.split(between);
    for (const word of best.words) {
      pairs.add(word, -1);
      word.pieces = joined(word.pieces, left, right);
      pairs.add(word, 1);
    }
    pairs.forget(best.key);
    pieces.add(left + right);
  }
  return [...pieces];
}
