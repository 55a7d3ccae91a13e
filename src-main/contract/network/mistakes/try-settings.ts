import { layerSchema } from '../index';
import type { Network } from '../index';

/** The network with other settings of a layer; nothing where its kind does not allow them, as units beyond its limit. */
export function trySettings(
  network: Network,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Network | undefined {
  const layers = network.layers.map((layer) => {
    if (layer.id !== id) return layer;
    return layerSchema.safeParse({ ...layer, ...settings }).data;
  });
  const possible = layers.filter((layer) => layer !== undefined);
  return possible.length === layers.length ? { layers: possible } : undefined;
}
