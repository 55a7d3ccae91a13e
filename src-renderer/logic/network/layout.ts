import { spread } from './columns';
import { withFewCrossings } from './crossings';
import { rowsOf } from './layers';
import type { DrawnLayer, Route } from './layers';

export type { DrawnLayer } from './layers';

/** Sizes of the drawing in pixels. */
export const drawing = {
  width: 224,
  height: 52,
  gapX: 28,
  gapY: 32,
  passing: 12,
  margin: 24,
  port: 14,
} as const;

export interface Point {
  x: number;
  y: number;
}

/** A connection as it is drawn. */
export interface DrawnEdge {
  from: string;
  to: string;
  place: number;
  /** Of an SVG path. */
  path: string;
  /** Where what belongs to it stands. */
  middle: Point;
}

export interface Layout {
  width: number;
  height: number;
  /** The upper left corner of each layer. */
  places: ReadonlyMap<string, Point>;
  edges: DrawnEdge[];
}

const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Down through the gap between two rows: upright at both ends. */
function bend(from: Point, to: Point): string {
  const half = (to.y - from.y) / 2;
  return `C ${text({ x: from.x, y: from.y + half })} ${text({ x: to.x, y: to.y - half })} ${text(to)}`;
}

/** Back up, as a connection of a circle goes: out to the right and around. */
function around(from: Point, to: Point): { path: string; middle: Point } {
  const side = Math.max(from.x, to.x) + drawing.width / 2 + drawing.gapX;
  const reach = drawing.gapY;
  return {
    path: `M ${text(from)} C ${text({ x: from.x, y: from.y + reach })} ${text({ x: side, y: from.y + reach })} ${text({ x: side, y: from.y })} L ${text({ x: side, y: to.y })} C ${text({ x: side, y: to.y - reach })} ${text({ x: to.x, y: to.y - reach })} ${text(to)}`,
    middle: { x: side, y: (from.y + to.y) / 2 },
  };
}

/**
 * Where each layer of a network stands and how its connections go, from top to bottom.
 * @param layers each behind those it takes values from, except in a circle.
 */
export function layOut(layers: readonly DrawnLayer[]): Layout {
  const { rows, routes } = rowsOf(layers);
  const sorted = withFewCrossings(rows);
  spread(sorted, { layer: drawing.width, passing: drawing.passing, gap: drawing.gapX });
  const items = sorted.flat();
  const left = Math.min(
    ...items.map(({ x, id }) => x - (id === null ? drawing.passing : drawing.width) / 2),
    0,
  );
  const shift = drawing.margin - left;
  const top = (rank: number): number => drawing.margin + rank * (drawing.height + drawing.gapY);
  const places = new Map<string, Point>();
  for (const { id, x, rank } of items)
    if (id !== null) places.set(id, { x: Math.round(x + shift - drawing.width / 2), y: top(rank) });
  const edges = routes.map((route) => drawEdge(route, entryOf(route, routes), shift, top));
  const right = Math.max(
    0,
    ...items.map(({ x, id }) => x + shift + (id === null ? drawing.passing : drawing.width) / 2),
  );
  const hasCircle = routes.some(({ items: passed }) => (passed[0]?.rank ?? 0) >= (passed.at(-1)?.rank ?? 0));
  return {
    width: right + drawing.margin + (hasCircle ? 2 * drawing.gapX : 0),
    height: top(sorted.length) - drawing.gapY + drawing.margin,
    places,
    edges,
  };
}

/** How far from the middle of a layer a connection enters: several stand side by side, as they come. */
function entryOf(route: Route, routes: readonly Route[]): number {
  const before = ({ items }: Route): number => items.at(-2)?.x ?? 0;
  const beside = routes
    .filter(({ to }) => to === route.to)
    .toSorted((one, other) => before(one) - before(other) || one.place - other.place);
  const gap = Math.min(drawing.port, (drawing.width - 32) / Math.max(1, beside.length - 1));
  return (beside.indexOf(route) - (beside.length - 1) / 2) * gap;
}

function drawEdge(
  { from, to, place, items }: Route,
  entry: number,
  shift: number,
  top: (rank: number) => number,
): DrawnEdge {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return { from, to, place, path: '', middle: { x: 0, y: 0 } };
  const start = { x: first.x + shift, y: top(first.rank) + drawing.height };
  const end = { x: last.x + shift + entry, y: top(last.rank) };
  if (last.rank <= first.rank) return { from, to, place, ...around(start, end) };
  let path = `M ${text(start)}`;
  let at = start;
  const passed = items.slice(1, -1);
  for (const { x, rank } of passed) {
    const enter = { x: x + shift, y: top(rank) };
    path += ` ${bend(at, enter)}`;
    at = { x: enter.x, y: enter.y + drawing.height };
    path += ` L ${text(at)}`;
  }
  path += ` ${bend(at, end)}`;
  const half = passed[Math.floor(passed.length / 2)];
  const middle =
    half === undefined
      ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
      : { x: half.x + shift, y: top(half.rank) + drawing.height / 2 };
  return { from, to, place, path, middle };
}
