import type { Layout, Point } from './layout';

export type Direction = 'up' | 'down' | 'left' | 'right';

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** The nearest of some layers to a place; null where there are none. */
function nearest(layout: Layout, from: Point, ids: readonly string[]): string | null {
  const places = ids.flatMap((id) => {
    const place = layout.places.get(id);
    return place === undefined ? [] : [{ id, far: distance(from, place) }];
  });
  return places.sort((one, other) => one.far - other.far)[0]?.id ?? null;
}

/**
 * Where an arrow key leads to from a layer: up and down along connections (to the nearest where nothing is connected),
 * left and right to the layer beside it in the same row. Null where there is none.
 */
export function neighbour(layout: Layout, id: string, direction: Direction): string | null {
  const from = layout.places.get(id);
  if (from === undefined) return null;
  const where = (test: (place: Point) => boolean): string[] =>
    [...layout.places].flatMap(([other, place]) => (other !== id && test(place) ? [other] : []));
  if (direction === 'left')
    return nearest(
      layout,
      from,
      where(({ x, y }) => y === from.y && x < from.x),
    );
  if (direction === 'right')
    return nearest(
      layout,
      from,
      where(({ x, y }) => y === from.y && x > from.x),
    );
  const connected = layout.edges.flatMap((edge) =>
    direction === 'up' ? (edge.to === id ? [edge.from] : []) : edge.from === id ? [edge.to] : [],
  );
  const beyond = where(({ y }) => (direction === 'up' ? y < from.y : y > from.y));
  return nearest(layout, from, connected) ?? nearest(layout, from, beyond);
}
