/** A layer of a drawing: its id, and those of the layers that it takes values from. */
export interface DrawnLayer {
  id: string;
  inputs: readonly string[];
}

/** What stands in a row of the drawing: a layer, or a place that a long connection passes. */
export interface Item {
  /** Null for a place that a connection passes. */
  id: string | null;
  rank: number;
  /** Items of the row above and below that it is connected to. */
  above: Item[];
  below: Item[];
  /** The middle. */
  x: number;
}

/** A connection as the items that it goes through, from the layer above to the one below. */
export interface Route {
  from: string;
  to: string;
  /** Which input of `to` it is, from 0. */
  place: number;
  items: Item[];
}

/**
 * The row of each layer: as many layers below the top as the longest way to it. What nothing leads to stands right above
 * what takes it.
 * @param layers each behind those it takes values from; other connections are drawn upwards.
 */
export function ranksOf(layers: readonly DrawnLayer[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const { id, inputs } of layers)
    ranks.set(
      id,
      inputs.reduce((most, before) => Math.max(most, (ranks.get(before) ?? -1) + 1), 0),
    );
  for (const { id, inputs } of [...layers].reverse()) {
    if (inputs.length > 0) continue;
    const takers = layers
      .filter((layer) => layer.inputs.includes(id))
      .map((layer) => ranks.get(layer.id) ?? 0);
    if (takers.length > 0) ranks.set(id, Math.max(0, Math.min(...takers) - 1));
  }
  return ranks;
}

/** Layers and connections as items in rows, in the order in which they come. */
export function rowsOf(layers: readonly DrawnLayer[]): { rows: Item[][]; routes: Route[] } {
  const ranks = ranksOf(layers);
  const rows: Item[][] = [];
  const add = (id: string | null, rank: number): Item => {
    const item: Item = { id, rank, above: [], below: [], x: 0 };
    (rows[rank] ??= []).push(item);
    return item;
  };
  const items = new Map(layers.map(({ id }) => [id, add(id, ranks.get(id) ?? 0)]));
  const routes = layers.flatMap(({ id: to, inputs }) =>
    inputs.flatMap((from, place): Route[] => {
      const [start, end] = [items.get(from), items.get(to)];
      if (start === undefined || end === undefined) return [];
      const passed: Item[] = [start];
      for (let rank = start.rank + 1; rank < end.rank; rank++) passed.push(add(null, rank));
      passed.push(end);
      // A connection against the direction, as in a circle, does not move anything.
      if (end.rank > start.rank) {
        passed.slice(1).forEach((item, index) => {
          passed[index]?.below.push(item);
          item.above.push(passed[index] ?? start);
        });
      }
      return [{ from, to, place, items: passed }];
    }),
  );
  for (let rank = 0; rank < rows.length; rank++) rows[rank] ??= [];
  return { rows, routes };
}
