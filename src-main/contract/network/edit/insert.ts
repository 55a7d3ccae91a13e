import type { Layer, LayerKind, Network } from '../index';
import { consumersOf, layerOf, mapLayers, newLayer, placeBehind } from './ids';

/** A connection: what the layer `to` takes as its input number `place`, from 0. */
export interface Edge {
  to: string;
  place: number;
}

/** What was made: the network, and the ids of what is new in it. */
export interface Made {
  network: Network;
  added: string[];
}

const withInput = (layer: Layer, place: number, id: string): Layer => ({
  ...layer,
  inputs: layer.inputs.map((before, index) => (index === place ? id : before)),
});

/** Puts a layer on a connection: it takes what went through, and what took that takes it. */
export function putOnEdge(network: Network, { to, place }: Edge, layer: Layer): Network {
  const from = layerOf(network, to)?.inputs[place];
  if (from === undefined) return network;
  const placed = placeBehind(network, from, [{ ...layer, inputs: [from] }]);
  return mapLayers(placed, (one) => (one.id === to ? withInput(one, place, layer.id) : one));
}

/** A new layer of a kind on a connection. */
export function insertOnEdge(network: Network, edge: Edge, kind: LayerKind): Made {
  const layer = newLayer(network, kind, []);
  return { network: putOnEdge(network, edge, layer), added: [layer.id] };
}

/**
 * A new layer behind another: whatever took the values of that one takes those of the new one. Before an output, which
 * nothing comes behind; and beside all where nothing is chosen or the kind takes nothing.
 */
export function insertBehind(network: Network, id: string | null, kind: LayerKind): Made {
  const before = id === null ? undefined : layerOf(network, id);
  if (before?.kind === 'output' && kind !== 'input' && before.inputs.length > 0)
    return insertOnEdge(network, { to: before.id, place: 0 }, kind);
  if (before === undefined || kind === 'input') {
    const alone = newLayer(network, kind, []);
    return {
      network: placeBehind(network, before?.id ?? network.layers.at(-1)?.id ?? null, [alone]),
      added: [alone.id],
    };
  }
  const layer = newLayer(network, kind, before.kind === 'output' ? [] : [before.id]);
  // A second output would take the place of all that follows.
  if (kind === 'output') return { network: placeBehind(network, before.id, [layer]), added: [layer.id] };
  const placed = placeBehind(network, before.id, [layer]);
  return { network: redirect(placed, before.id, layer.id, new Set([layer.id])), added: [layer.id] };
}

/** Lets all that takes the values of one layer take those of another. @param except layers that stay as they are. */
export function redirect(network: Network, from: string, to: string, except: ReadonlySet<string>): Network {
  if (consumersOf(network, from).length === 0) return network;
  return mapLayers(network, (layer) =>
    except.has(layer.id) || !layer.inputs.includes(from)
      ? layer
      : { ...layer, inputs: layer.inputs.map((id) => (id === from ? to : id)) },
  );
}
