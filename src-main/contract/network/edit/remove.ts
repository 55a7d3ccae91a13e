import { layerDefinitions } from '../index';
import type { Layer, Network } from '../index';
import { ancestorsOf, mapLayers } from './ids';

/**
 * The network without some layers. What took their values takes what they took: of a layer that puts several together,
 * all of it where that is possible, else the first.
 */
export function removeLayers(network: Network, ids: Iterable<string>): Network {
  const gone = new Set(ids);
  const byId = new Map(network.layers.map((layer) => [layer.id, layer]));
  const through = (id: string, seen: ReadonlySet<string>): string[] => {
    const layer = byId.get(id);
    if (!gone.has(id)) return [id];
    if (layer === undefined || seen.has(id)) return [];
    return layer.inputs.flatMap((before) => through(before, new Set([...seen, id])));
  };
  const reconnected = (layer: Layer): Layer => {
    if (!layer.inputs.some((id) => gone.has(id))) return layer;
    const isSeveral = layerDefinitions[layer.kind].takes === 'several';
    const inputs = layer.inputs.flatMap((id) => {
      if (!gone.has(id)) return [id];
      const before = through(id, new Set());
      return isSeveral ? before : before.slice(0, 1);
    });
    return { ...layer, inputs };
  };
  return { layers: network.layers.filter(({ id }) => !gone.has(id)).map(reconnected) };
}

/** The network without a layer and without all that leads to it alone. */
export function removeBranch(network: Network, id: string): Network {
  const gone = new Set([id]);
  const before = ancestorsOf(network, id);
  let isMore = true;
  while (isMore) {
    const alone = network.layers.filter(
      (layer) =>
        before.has(layer.id) &&
        !gone.has(layer.id) &&
        network.layers.every(({ id: taker, inputs }) => gone.has(taker) || !inputs.includes(layer.id)),
    );
    alone.forEach((layer) => gone.add(layer.id));
    isMore = alone.length > 0;
  }
  return removeLayers(network, gone);
}

/** Lets a layer take values from another: as its only input where it takes one, else beside those it has. */
export function connect(network: Network, from: string, to: string): Network {
  return mapLayers(network, (layer) => {
    if (layer.id !== to || layer.inputs.includes(from)) return layer;
    const { takes } = layerDefinitions[layer.kind];
    return { ...layer, inputs: takes === 'several' ? [...layer.inputs, from] : [from] };
  });
}

/** Takes a connection away. @param place of the input, from 0. */
export const disconnect = (network: Network, to: string, place: number): Network =>
  mapLayers(network, (layer) =>
    layer.id === to ? { ...layer, inputs: layer.inputs.filter((_, index) => index !== place) } : layer,
  );
