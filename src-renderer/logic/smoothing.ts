export interface CurvePoint {
  x: number;
  y: number;
}

/** How much of the average before each further point leaves. */
const weight = 0.9;

/**
 * The exponential moving average of a curve, corrected for its beginning (as in Adam): the first point stays where it is,
 * and a flat curve stays flat. Points that are not finite are left out.
 */
export function smoothed(points: readonly CurvePoint[]): CurvePoint[] {
  const averages: CurvePoint[] = [];
  let sum = 0;
  let total = 0;
  for (const { x, y } of points) {
    if (!Number.isFinite(y)) continue;
    sum = weight * sum + (1 - weight) * y;
    total = weight * total + (1 - weight);
    averages.push({ x, y: sum / total });
  }
  return averages;
}

/** The points between two places and one more on either side, by halving: they are ascending in x. */
export function within(points: readonly CurvePoint[], from: number, to: number): readonly CurvePoint[] {
  const firstAt = (place: number): number => {
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle]?.x ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const start = Math.max(0, firstAt(from) - 1);
  const end = Math.min(points.length, firstAt(to) + 1);
  return start === 0 && end === points.length ? points : points.slice(start, end);
}

/** The point at a place, or the one before it; null where there is none. */
export function pointAt(points: readonly CurvePoint[], place: number): CurvePoint | null {
  return within(points, place, place).findLast(({ x }) => x <= place) ?? null;
}
