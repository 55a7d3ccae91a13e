/** Letters that are not a base letter with marks, as ASCII. */
const plainLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }),
);

/** Without case and accents. */
export const plainText = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => plainLetters.get(letter) ?? letter);

const withoutMarks = (text: string): string => plainText(text).replace(/[\p{P}\p{S}\p{C}]/gu, '');

/** OpenRefine's fingerprint: no case, accents or punctuation; the different words in order. */
export const fingerprint = (text: string): string =>
  [
    ...new Set(
      withoutMarks(text)
        .split(/\s+/u)
        .filter((word) => word !== ''),
    ),
  ]
    .sort()
    .join(' ');

/** OpenRefine's n-gram fingerprint: the different pairs of letters in order. */
export function ngramFingerprint(text: string, size = 2): string {
  const letters = [...withoutMarks(text).replace(/\s+/gu, '')];
  if (letters.length <= size) return letters.join('');
  const grams = new Set<string>();
  for (let start = 0; start + size <= letters.length; start++) {
    grams.add(letters.slice(start, start + size).join(''));
  }
  return [...grams].sort().join('');
}

/**
 * Letters that are wrong, missing, too many or swapped with the next (Damerau 1964; optimal string alignment, in which no
 * part is edited twice).
 */
export function editDistance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + differs,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      line.push(least);
    }
    before = above;
    above = line;
  }
  return above[b.length] ?? 0;
}

/** Winkler (1990): Jaro's similarity from 0 to 1, raised by up to four equal first letters, 0.1 each of what is left. */
export function jaroWinkler(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  if (a.length === 0 && b.length === 0) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  a.forEach((letter, index) => {
    for (let at = Math.max(0, index - reach); at <= Math.min(b.length - 1, index + reach); at++) {
      if (taken.has(at) || b[at] !== letter) continue;
      taken.add(at);
      matched.push(letter);
      return;
    }
  });
  const count = matched.length;
  if (count === 0) return 0;
  const others = b.filter((_, index) => taken.has(index));
  // Whole pairs are counted, as in Winkler's program.
  const swapped = Math.floor(matched.filter((letter, index) => letter !== others[index]).length / 2);
  const jaro = (count / a.length + count / b.length + (count - swapped) / count) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
