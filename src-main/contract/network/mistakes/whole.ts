import { insertBehind, newLayer } from '../edit';
import { layerName } from '../index';
import type { Network, NetworkContext } from '../index';
import { inspectNetwork } from '../inspect';
import type { Fix } from './mistake';

/** Ways to mend what is wrong with a network as a whole: an output that is not there. */
export function wholeFixes(network: Network, context: NetworkContext): Fix[] {
  if (network.layers.some(({ kind }) => kind === 'output')) return [];
  const { layers } = inspectNetwork(network, context);
  const last = layers.findLast(({ sizes }) => sizes !== null)?.layer;
  if (last === undefined) {
    const input = newLayer(network, 'input', []);
    const begun = { layers: [...network.layers, input] };
    return [
      {
        label: 'Begin with an input and an output',
        network: { layers: [...begun.layers, newLayer(begun, 'output', [input.id])] },
      },
    ];
  }
  return [
    {
      label: `Add an output behind ${layerName(last)}`,
      network: insertBehind(network, last.id, 'output').network,
    },
  ];
}
