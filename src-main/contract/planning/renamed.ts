/** Letters and digits alone, whatever the case, the accents and the signs between them. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Edits (a letter more, less or other) between two words, as far as `most`; Levenshtein's distance by rows. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The share of letters that may differ between a name and its new spelling. */
const mostOf = 0.25;

function isLike(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)];
  if (x === '' || y === '') return false;
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  if (short.length >= 3 && long.startsWith(short)) return true;
  const most = Math.floor(mostOf * long.length);
  return distance(x.slice(0, 60), y.slice(0, 60), most) <= most;
}

/**
 * Columns that a file lacks beside those it has too much, where one may be the other under a new name: the same letters
 * in another case or with other signs, a longer form, or a few letters apart. Each is named once.
 */
export function renamedColumns(
  lacking: readonly string[],
  extra: readonly string[],
): { was: string; is: string }[] {
  const free = new Set(extra);
  return lacking.flatMap((was) => {
    const same = [...free].find((name) => plain(name) === plain(was) && plain(was) !== '');
    const is = same ?? [...free].find((name) => isLike(was, name));
    if (is === undefined) return [];
    free.delete(is);
    return [{ was, is }];
  });
}
