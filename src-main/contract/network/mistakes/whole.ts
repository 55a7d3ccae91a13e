import { insertBehind, newLayer } from '../edit';
import { layerName } from '../index';
import type { Network, NetworkContext } from '../index';
import { inspectNetwork } from '../inspect';
import type { Fix } from './mistake';

/** Ways to mend what is wrong with a network as a whole: an output that is not there. */
export function wholeFixes(network: Network, context: NetworkContext): Fix[] {
  if (network.layers.some(({ kind }) => kind === 'output')) return [];
  const { layers } = inspectNetwork(network, context);
  // An output takes a list: the last one that there is, else all of what is last as one.
  const last =
    layers.findLast(({ sizes }) => sizes?.length === 1) ?? layers.findLast(({ sizes }) => sizes !== null);
  if (last?.sizes === undefined || last.sizes === null) {
    const input = newLayer(network, 'input', []);
    const begun = { layers: [...network.layers, input] };
    return [
      {
        label: 'Begin with an input and an output',
        network: { layers: [...begun.layers, newLayer(begun, 'output', [input.id])] },
      },
    ];
  }
  const name = layerName(last.layer);
  if (last.sizes.length === 1) {
    return [
      {
        label: `Add an output behind ${name}`,
        network: insertBehind(network, last.layer.id, 'output').network,
      },
    ];
  }
  const { network: flat, added } = insertBehind(network, last.layer.id, 'flatten');
  return [
    {
      label: `Add Flatten and an output behind ${name}`,
      network: insertBehind(flat, added[0] ?? null, 'output').network,
    },
  ];
}
