/**
 * How well a text matches what was typed, lower is better; null when it does not. Every typed word has to occur,
 * at best at the beginning, else at the beginning of a word, else anywhere. Case and accents do not matter.
 */
export function matchRank(text: string, typed: string): number | null {
  const plain = folded(text);
  let rank = 0;
  for (const word of folded(typed).split(/\s+/).filter(Boolean)) {
    const at = plain.indexOf(word);
    if (at === -1) return null;
    if (at > 0) rank += new RegExp(`(^|[^\\p{L}\\p{N}])${escaped(word)}`, 'u').test(plain) ? 1 : 2;
  }
  return rank;
}

/** The items that match, best first, at most `limit`; and how many more there are. */
export function search<Item>(
  items: readonly Item[],
  text: (item: Item) => string,
  typed: string,
  limit: number,
): { found: Item[]; more: number } {
  const ranked = items
    .map((item, index) => ({ item, index, rank: matchRank(text(item), typed) }))
    .filter((entry) => entry.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index);
  return {
    found: ranked.slice(0, limit).map(({ item }) => item),
    more: Math.max(0, ranked.length - limit),
  };
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
