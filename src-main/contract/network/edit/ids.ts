import { layerSchema } from '../index';
import type { Layer, LayerKind, Network } from '../index';

/** An id that no layer has yet: the stem, or the stem with a number. */
export function freeId(taken: ReadonlySet<string>, stem: string): string {
  const start = stem.replace(/\d+$/, '') || 'layer';
  if (!taken.has(stem)) return stem;
  let number = 2;
  while (taken.has(`${start}${String(number)}`)) number += 1;
  return `${start}${String(number)}`;
}

export const idsOf = ({ layers }: Network): Set<string> => new Set(layers.map(({ id }) => id));

export const layerOf = ({ layers }: Network, id: string): Layer | undefined =>
  layers.find((layer) => layer.id === id);

/** The layers that take values from a layer. */
export const consumersOf = ({ layers }: Network, id: string): Layer[] =>
  layers.filter(({ inputs }) => inputs.includes(id));

/** A layer of a kind with its usual settings, and an id of its own. */
export function newLayer(network: Network, kind: LayerKind, inputs: readonly string[]): Layer {
  return layerSchema.parse({ id: freeId(idsOf(network), kind), kind, inputs: [...inputs] });
}

/** The network with some layers changed; those for which nothing is given stay the same objects. */
export const mapLayers = ({ layers }: Network, change: (layer: Layer) => Layer): Network => ({
  layers: layers.map(change),
});

/** The network with a layer put behind another one in the list. @param behind null for the front. */
export function placeBehind({ layers }: Network, behind: string | null, added: readonly Layer[]): Network {
  const place = behind === null ? -1 : layers.findIndex(({ id }) => id === behind);
  return { layers: [...layers.slice(0, place + 1), ...added, ...layers.slice(place + 1)] };
}

/** The layers that a layer follows from, itself not among them unless it goes round in a circle. */
export function ancestorsOf(network: Network, id: string): Set<string> {
  const byId = new Map(network.layers.map((layer) => [layer.id, layer]));
  const found = new Set<string>();
  const next = [...(byId.get(id)?.inputs ?? [])];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    next.push(...(byId.get(one)?.inputs ?? []));
  }
  return found;
}
