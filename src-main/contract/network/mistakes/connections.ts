import { ancestorsOf, connect, consumersOf, disconnect, newLayer, putOnEdge, removeBranch } from '../edit';
import { layerDefinitions, layerName, sizesText } from '../index';
import type { Layer, LayerKind, Network, Sizes } from '../index';
import type { Wrong } from './fixes';
import type { Fix } from './mistake';

const most = 3;

/** Sizes that layers give, by their ids, as far as they are known. */
export const sizesIn = ({ facts }: Wrong): Map<string, Sizes> =>
  new Map(facts.layers.flatMap(({ layer, sizes }) => (sizes === null ? [] : [[layer.id, sizes] as const])));

/** Layers that this one could take values from, the nearest before it first. */
function possible({ network, facts, layer }: Wrong): Layer[] {
  const ordered = facts.layers.map((one) => one.layer);
  const place = ordered.findIndex(({ id }) => id === layer.id);
  return [...ordered.slice(0, Math.max(0, place)).reverse(), ...ordered.slice(place + 1)].filter(
    ({ id, kind }) =>
      id !== layer.id &&
      kind !== 'output' &&
      !layer.inputs.includes(id) &&
      !ancestorsOf(network, id).has(layer.id),
  );
}

/** Nothing comes in, or too little. */
function moreInputs(wrong: Wrong): Fix[] {
  const { network, layer } = wrong;
  const { takes } = layerDefinitions[layer.kind];
  if (takes === 'none' || layer.inputs.length >= (takes === 'one' ? 1 : 2)) return [];
  const sizes = sizesIn(wrong);
  const [first] = layer.inputs;
  const wanted = first === undefined ? undefined : sizes.get(first);
  const isAlike = (other: Layer): boolean =>
    wanted !== undefined && sizesText(sizes.get(other.id) ?? []) === sizesText(wanted);
  const before = possible(wrong);
  // Those that nothing takes yet are likeliest meant.
  const likely = [
    ...before.filter(({ id }) => consumersOf(network, id).length === 0),
    ...before.filter(isAlike),
    ...before,
  ];
  return [...new Set(likely)].slice(0, 2 * most).map((other) => ({
    label: `Connect it to ${layerName(other)}`,
    network: connect(network, other.id, layer.id),
  }));
}

/** The layers of several inputs as one, by a layer put before. */
function together({ network, layer }: Wrong, kind: LayerKind): Network {
  const joining = newLayer(network, kind, layer.inputs);
  const place = network.layers.findIndex(({ id }) => id === layer.id);
  return {
    layers: [
      ...network.layers.slice(0, place),
      joining,
      { ...layer, inputs: [joining.id] },
      ...network.layers.slice(place + 1),
    ],
  };
}

const disconnectAll = (network: Network, { id, inputs }: Layer): Network =>
  inputs.reduce((made) => disconnect(made, id, 0), network);

/** More comes in than it can take. */
function fewerInputs(wrong: Wrong): Fix[] {
  const { network, layer } = wrong;
  const { takes } = layerDefinitions[layer.kind];
  if (takes === 'several' || layer.inputs.length <= (takes === 'one' ? 1 : 0)) return [];
  if (takes === 'none')
    return [{ label: 'Take its connections away', network: disconnectAll(network, layer) }];
  const kept = network.layers
    .filter(({ id }) => layer.inputs.includes(id))
    .map((other): Fix => ({
      label: `Keep only ${layerName(other)}`,
      network: connect(disconnectAll(network, layer), other.id, layer.id),
    }));
  return [
    { label: 'Put Concatenate before it', network: together(wrong, 'concatenate') },
    { label: 'Put Add before it', network: together(wrong, 'add') },
    ...kept,
  ];
}

/** Connections that go to a layer that is not there, and those of a circle. */
function brokenConnections({ network, layer }: Wrong): Fix[] {
  const missing = layer.inputs.flatMap((id, place): Fix[] =>
    network.layers.some((other) => other.id === id)
      ? []
      : [{ label: `Take the connection from ${id} away`, network: disconnect(network, layer.id, place) }],
  );
  const before = ancestorsOf(network, layer.id);
  if (!before.has(layer.id)) return missing;
  const isInCircle = ({ id }: Layer): boolean => before.has(id) && ancestorsOf(network, id).has(layer.id);
  const circle = network.layers.filter(isInCircle);
  const around = [layer, ...circle.filter(({ id }) => id !== layer.id)].flatMap((taker) =>
    taker.inputs.flatMap((id, place): Fix[] => {
      const giver = circle.find((other) => other.id === id);
      if (giver === undefined) return [];
      const behind = taker.id === layer.id ? '' : ` to ${layerName(taker)}`;
      return [
        {
          label: `Take the connection from ${layerName(giver)}${behind} away`,
          network: disconnect(network, taker.id, place),
        },
      ];
    }),
  );
  return [...missing, ...around];
}

/** Its values lead nowhere. */
function leadsNowhere(wrong: Wrong): Fix[] {
  const { network, layer } = wrong;
  if (layer.kind === 'output' || consumersOf(network, layer.id).length > 0) return [];
  const before = ancestorsOf(network, layer.id);
  const free = network.layers.filter(({ id }) => id !== layer.id && !before.has(id));
  const merging = free
    .filter(({ kind }) => layerDefinitions[kind].takes === 'several')
    .map((other): Fix => ({
      label: `Connect it to ${layerName(other)}`,
      network: connect(network, layer.id, other.id),
    }));
  const output = free.find(({ kind }) => kind === 'output');
  const beside = output === undefined ? [] : besideOutput(network, layer, output);
  return [
    ...merging.slice(0, most),
    ...beside,
    {
      label: `Remove ${layerName(layer)} and what leads to it alone`,
      network: removeBranch(network, layer.id),
    },
  ];
}

function besideOutput(network: Network, layer: Layer, output: Layer): Fix[] {
  if (output.inputs.length === 0)
    return [{ label: 'Connect it to the output', network: connect(network, layer.id, output.id) }];
  const joining = newLayer(network, 'concatenate', []);
  const joined = putOnEdge(network, { to: output.id, place: 0 }, joining);
  return [{ label: 'Concatenate it before the output', network: connect(joined, layer.id, joining.id) }];
}

/** Ways to mend connections of a layer. */
export const connectionFixes = (wrong: Wrong): Fix[] => [
  ...brokenConnections(wrong),
  ...moreInputs(wrong),
  ...fewerInputs(wrong),
  ...leadsNowhere(wrong),
];
