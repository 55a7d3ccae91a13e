import type { Item } from './layers';

const sweeps = 12;

/** How many connections between two rows cross. */
function crossingsBetween(upper: readonly Item[], lower: readonly Item[]): number {
  const place = new Map(lower.map((item, index) => [item, index]));
  const ends = upper.map((item) => item.below.map((end) => place.get(end) ?? 0));
  let count = 0;
  ends.forEach((left, index) => {
    for (const right of ends.slice(index + 1))
      for (const one of left) for (const other of right) if (one > other) count += 1;
  });
  return count;
}

export const crossingsOf = (rows: readonly (readonly Item[])[]): number =>
  rows.slice(1).reduce((sum, row, index) => sum + crossingsBetween(rows[index] ?? [], row), 0);

/** Orders a row by where the items of the row beside it stand on average; those without any stay where they are. */
function ordered(row: readonly Item[], beside: readonly Item[], side: 'above' | 'below'): Item[] {
  const place = new Map(beside.map((item, index) => [item, index]));
  const weights = new Map(
    row.map((item, index) => {
      const places = item[side].map((other) => place.get(other) ?? 0);
      const middle = places.reduce((sum, at) => sum + at, 0) / places.length;
      return [item, places.length === 0 ? index : middle];
    }),
  );
  return row.toSorted((one, other) => (weights.get(one) ?? 0) - (weights.get(other) ?? 0));
}

/**
 * Rows in an order in which few connections cross: the barycentre method of Sugiyama, Tagawa and Toda (1981), down and up
 * in turn, of which the best is kept.
 */
export function withFewCrossings(rows: readonly (readonly Item[])[]): Item[][] {
  let best = rows.map((row) => [...row]);
  let least = crossingsOf(best);
  let current = best;
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    current = current.map((row) => [...row]);
    if (sweep % 2 === 0) {
      for (let rank = 1; rank < current.length; rank++)
        current[rank] = ordered(current[rank] ?? [], current[rank - 1] ?? [], 'above');
    } else {
      for (let rank = current.length - 2; rank >= 0; rank--)
        current[rank] = ordered(current[rank] ?? [], current[rank + 1] ?? [], 'below');
    }
    const count = crossingsOf(current);
    if (count < least) [best, least] = [current, count];
  }
  return best;
}
