import type { Item } from './layers';

/** How wide items are, and how far apart. */
export interface Widths {
  layer: number;
  /** Of a connection that passes. */
  passing: number;
  gap: number;
}

const rounds = 24;
/** Connections between two layers, or between two places that one passes, are to be straight. */
const straight = 8;

const widthOf = (item: Item, widths: Widths): number => (item.id === null ? widths.passing : widths.layer);

/** Moves the items of a row as near as can be to where they want to be, in their order and with room between them. */
function settle(
  row: readonly Item[],
  wanted: readonly { x: number; weight: number }[],
  widths: Widths,
): void {
  // Without the room that all before it take, positions only must not fall: the pool-adjacent-violators algorithm.
  let offset = 0;
  const offsets = row.map((item, index) => {
    const before = row[index - 1];
    if (before !== undefined) offset += (widthOf(before, widths) + widthOf(item, widths)) / 2 + widths.gap;
    return offset;
  });
  const pools: { sum: number; weight: number; count: number }[] = [];
  wanted.forEach(({ x, weight }, index) => {
    pools.push({ sum: (x - (offsets[index] ?? 0)) * weight, weight, count: 1 });
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)];
      if (before === undefined || last === undefined || before.sum / before.weight <= last.sum / last.weight)
        break;
      pools.splice(-2, 2, {
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
        count: before.count + last.count,
      });
    }
  });
  let index = 0;
  for (const { sum, weight, count } of pools) {
    for (let done = 0; done < count; done++, index++) {
      const item = row[index];
      if (item !== undefined) item.x = sum / weight + (offsets[index] ?? 0);
    }
  }
}

function wish(item: Item, others: readonly Item[]): { x: number; weight: number } {
  let [sum, weight] = [0, 0];
  for (const other of others) {
    const own = (item.id === null) === (other.id === null) ? straight : 1;
    sum += own * other.x;
    weight += own;
  }
  return weight === 0 ? { x: item.x, weight: 0.1 } : { x: sum / weight, weight };
}

/** Gives each item its place across, so that connections are as straight as the order of the rows allows. */
export function spread(rows: readonly (readonly Item[])[], widths: Widths): void {
  for (const row of rows)
    settle(
      row,
      row.map(() => ({ x: 0, weight: 1 })),
      widths,
    );
  for (let round = 0; round < rounds; round++) {
    const isDown = round % 2 === 0;
    const isLast = round >= rounds - 2;
    for (const row of isDown ? rows : [...rows].reverse()) {
      const wishes = row.map((item) =>
        wish(item, isLast ? [...item.above, ...item.below] : isDown ? item.above : item.below),
      );
      settle(row, wishes, widths);
    }
  }
}
