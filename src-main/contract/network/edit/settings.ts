import { layerSchema } from '../index';
import type { Layer, Network } from '../index';
import { mapLayers } from './ids';

/** A layer with other settings. Throws a ZodError where they are not those of its kind. */
export const withSettings = (layer: Layer, settings: Readonly<Record<string, unknown>>): Layer =>
  layerSchema.parse({ ...layer, ...settings, id: layer.id, kind: layer.kind });

/** The network with other settings of a layer. */
export const changeSettings = (
  network: Network,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Network => mapLayers(network, (layer) => (layer.id === id ? withSettings(layer, settings) : layer));

/** The network with another name of a layer; an empty one is that of its kind. */
export const rename = (network: Network, id: string, name: string): Network =>
  mapLayers(network, (layer) => (layer.id === id ? { ...layer, name: name.trim() || null } : layer));

/** A setting of a layer, whatever its kind calls it. */
export const settingOf = (layer: Layer, name: string): unknown =>
  Object.entries(layer).find(([key]) => key === name)?.[1];

/** The settings that a layer of its kind begins with. */
export function usualSettings(layer: Layer): Layer {
  return layerSchema.parse({ id: layer.id, kind: layer.kind, inputs: layer.inputs, name: layer.name });
}
