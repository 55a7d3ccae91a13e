/**
 * Thins a curve for drawing: at most about `limit` points, keeping the lowest and the highest of each stretch,
 * so that no peak is lost. Short curves are given back as they are. Points are ascending in x.
 */
export function decimate<Point extends { x: number; y: number }>(
  points: readonly Point[],
  limit = 1000,
): readonly Point[] {
  if (points.length <= limit) return points;
  const stretches = Math.max(1, Math.floor(limit / 2));
  const kept: Point[] = [];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i += 1) {
      if (valueAt(points, i) < valueAt(points, low)) low = i;
      if (valueAt(points, i) > valueAt(points, high)) high = i;
    }
    for (const index of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      const point = points[index];
      if (point !== undefined) kept.push(point);
    }
  }
  const first = points[0];
  const last = points.at(-1);
  if (first !== undefined && kept[0] !== first) kept.unshift(first);
  if (last !== undefined && kept.at(-1) !== last) kept.push(last);
  return kept;
}

const valueAt = (points: readonly { y: number }[], index: number): number => points[index]?.y ?? NaN;
