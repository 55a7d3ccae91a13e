import { layerDefinitions, layerName } from '../index';
import type { Layer, Network } from '../index';
import { arrangeLayers } from '../order';
import { consumersOf, layerOf } from './ids';
import { putOnEdge, redirect } from './insert';
import { removeLayers } from './remove';
import { placeBehind } from './ids';

/** The network with a layer in another place, or why it cannot be there. */
export type Moved = { network: Network } | { reason: string };

const stays = (layer: Layer): string | null => {
  if (layer.kind === 'input') return 'An input is where values come in; it cannot be moved behind a layer.';
  if (layer.kind === 'output') return 'The output is the end of the network.';
  return layerDefinitions[layer.kind].takes === 'several'
    ? `${layerName(layer)} puts several layers together; connect it elsewhere instead of moving it.`
    : null;
};

/** Puts a layer before the one that it takes values from. */
export function moveUp(network: Network, id: string): Moved {
  const layer = layerOf(network, id);
  if (layer === undefined) return { network };
  const reason = stays(layer);
  if (reason !== null) return { reason };
  const before = layerOf(network, layer.inputs[0] ?? '');
  if (before === undefined) return { reason: `Nothing comes before ${layerName(layer)}.` };
  if (before.kind === 'input') return { reason: `Only the input comes before ${layerName(layer)}.` };
  if (before.inputs.length !== 1)
    return {
      reason: `${layerName(before)} puts several layers together: ${layerName(layer)} cannot stand before all of them.`,
    };
  return { network: putOnEdge(removeLayers(network, [id]), { to: before.id, place: 0 }, layer) };
}

/** Puts a layer behind the one that takes its values. */
export function moveDown(network: Network, id: string): Moved {
  const layer = layerOf(network, id);
  if (layer === undefined) return { network };
  const reason = stays(layer);
  if (reason !== null) return { reason };
  const takers = consumersOf(network, id);
  const [next] = takers;
  if (next === undefined) return { reason: `Nothing takes the values of ${layerName(layer)}.` };
  if (takers.length > 1)
    return { reason: `Several layers take the values of ${layerName(layer)}; connect it elsewhere instead.` };
  if (next.kind === 'output') return { reason: `Only the output comes behind ${layerName(layer)}.` };
  return moveBehind(network, id, next.id);
}

/**
 * Puts a layer behind another one: it takes the values of that, and all that took those takes its own.
 * @param before only this one of the layers behind takes its values, if it is one of them.
 */
export function moveBehind(network: Network, id: string, target: string, before?: string): Moved {
  const layer = layerOf(network, id);
  if (layer === undefined || id === target) return { network };
  const reason = stays(layer);
  if (reason !== null) return { reason };
  const without = removeLayers(network, [id]);
  const behind = layerOf(without, target);
  if (behind === undefined || behind.kind === 'output') return { reason: 'Nothing comes behind the output.' };
  const place = before === undefined ? -1 : (layerOf(without, before)?.inputs.indexOf(target) ?? -1);
  if (before !== undefined && place >= 0)
    return { network: putOnEdge(without, { to: before, place }, layer) };
  const placed = placeBehind(without, target, [{ ...layer, inputs: [target] }]);
  return { network: redirect(placed, target, id, new Set([id])) };
}

/** The order in which a list shows layers: each behind those it takes values from. */
export const listOrder = (network: Network): string[] => arrangeLayers(network).ordered.map(({ id }) => id);
