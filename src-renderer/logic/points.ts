import { niceRange } from './ticks';

/** How near the pointer has to be to a point to name it, in pixels. */
const reach = 12;

/** A point of a picture: its place in the list, and where it is drawn. */
export interface DrawnPoint {
  index: number;
  x: number;
  y: number;
}

/** The range of an axis on which all values have room; 0 to 1 when there is none. */
export function axisRange(values: Iterable<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? niceRange(low, high, 6) : [0, 1];
}

/** The point that is drawn nearest to the pointer, if one is within its reach. */
export function nearestPoint(
  points: readonly (readonly [number, number])[],
  pointer: { x: number; y: number },
  x: (value: number) => number,
  y: (value: number) => number,
): DrawnPoint | null {
  let best: DrawnPoint | null = null;
  let smallest = reach;
  points.forEach(([a, b], index) => {
    const distance = Math.hypot(x(a) - pointer.x, y(b) - pointer.y);
    if (distance < smallest) {
      smallest = distance;
      best = { index, x: x(a), y: y(b) };
    }
  });
  return best;
}
