import fc from 'fast-check';
import { layerDefinitions, tableInputs } from '../../../src-main/contract/network';
import type { LayerKind, Network, NetworkContext } from '../../../src-main/contract/network';
import {
  changeSettings,
  connect,
  disconnect,
  duplicate,
  insertBehind,
  insertOnEdge,
  moveBehind,
  moveDown,
  moveUp,
  paste,
  removeLayers,
  rename,
} from '../../../src-main/contract/network/edit';
import { networkOf } from '../../../src-main/contract/network/presets';
import { presetNames } from '../../../src-main/contract/network/presets/names';
import { modelSchema } from '../../../src-main/contract/schemas/model';

/** A table with numbers, bins and ids, a text, a sequence and a picture. */
export const context: NetworkContext = {
  outputs: 3,
  inputs: {
    width: 7 + 6 + 24 + 72,
    parts: [
      ...tableInputs([
        { name: 'age', place: 0, width: 1, encoding: 'number' },
        { name: 'city', place: 1, width: 1, encoding: 'ids', categories: 5, embedding: 4 },
        { name: 'price', place: 2, width: 3, encoding: 'bins' },
        { name: 'kind', place: 5, width: 2, encoding: 'other' },
      ]).parts,
      {
        name: 'note',
        kind: 'tokens',
        stretches: [{ place: 7, width: 6 }],
        sizes: [6],
        columns: [],
        vocabulary: 20,
      },
      {
        name: 'pulse',
        kind: 'sequence',
        stretches: [{ place: 13, width: 24 }],
        sizes: [8, 3],
        columns: [],
        vocabulary: 0,
      },
      {
        name: 'photo',
        kind: 'image',
        stretches: [{ place: 37, width: 72 }],
        sizes: [6, 6, 2],
        columns: [],
        vocabulary: 0,
      },
    ],
  },
};

/** The context with some of its parts. */
export const contextOf = (...names: string[]): NetworkContext => ({
  ...context,
  inputs: { ...context.inputs, parts: context.inputs.parts.filter(({ name }) => names.includes(name)) },
});

export const kinds = Object.keys(layerDefinitions).filter((kind): kind is LayerKind =>
  Object.hasOwn(layerDefinitions, kind),
);

export const presetNetwork = (
  preset: Exclude<(typeof presetNames)[number], 'custom'>,
  within = context,
): Network =>
  networkOf(
    modelSchema.parse({ preset, hidden: [8, 4], dropout: 0.1, options: { members: 3, encoderWidth: 8 } }),
    within,
  );

/** The network of some preset. */
export const presetNetworks: fc.Arbitrary<Network> = fc
  .constantFrom(...presetNames.filter((name) => name !== 'custom'))
  .map((name) => presetNetwork(name));

export type NetworkEdit = (network: Network) => Network;

const at = <Item>(items: readonly Item[], place: number): Item | undefined =>
  items[place % Math.max(1, items.length)];
const kind = fc.constantFrom(...kinds);
const place = fc.nat(200);

/** Edits as people make them, wherever they are made; none where there is nothing to make them of. */
export const edits: fc.Arbitrary<NetworkEdit> = fc.oneof(
  fc.tuple(place, kind).map(
    ([where, one]): NetworkEdit =>
      (network) =>
        insertBehind(network, at(network.layers, where)?.id ?? null, one).network,
  ),
  fc.tuple(place, place, kind).map(([where, input, one]): NetworkEdit => (network) => {
    const layer = at(network.layers, where);
    return layer === undefined || layer.inputs.length === 0
      ? network
      : insertOnEdge(network, { to: layer.id, place: input % layer.inputs.length }, one).network;
  }),
  fc.array(place, { minLength: 1, maxLength: 3 }).map(
    (places): NetworkEdit =>
      (network) =>
        removeLayers(
          network,
          places.flatMap((where) => at(network.layers, where)?.id ?? []),
        ),
  ),
  fc.tuple(place, place).map(
    ([from, to]): NetworkEdit =>
      (network) =>
        connect(network, at(network.layers, from)?.id ?? '', at(network.layers, to)?.id ?? ''),
  ),
  fc.tuple(place, place).map(
    ([to, input]): NetworkEdit =>
      (network) =>
        disconnect(network, at(network.layers, to)?.id ?? '', input % 3),
  ),
  fc.array(place, { minLength: 1, maxLength: 4 }).map(
    (places): NetworkEdit =>
      (network) =>
        duplicate(
          network,
          places.flatMap((where) => at(network.layers, where)?.id ?? []),
        ).network,
  ),
  fc.tuple(place, place, place).map(
    ([from, count, behind]): NetworkEdit =>
      (network) =>
        paste(
          network,
          network.layers.slice(from % 10, (from % 10) + (count % 4)),
          at(network.layers, behind)?.id ?? null,
        ).network,
  ),
  fc.tuple(place, fc.constantFrom(moveUp, moveDown)).map(([where, move]): NetworkEdit => (network) => {
    const moved = move(network, at(network.layers, where)?.id ?? '');
    return 'reason' in moved ? network : moved.network;
  }),
  fc.tuple(place, place).map(([where, behind]): NetworkEdit => (network) => {
    const moved = moveBehind(
      network,
      at(network.layers, where)?.id ?? '',
      at(network.layers, behind)?.id ?? '',
    );
    return 'reason' in moved ? network : moved.network;
  }),
  fc.tuple(place, fc.string({ maxLength: 10 })).map(
    ([where, name]): NetworkEdit =>
      (network) =>
        rename(network, at(network.layers, where)?.id ?? '', name),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(([where, units]): NetworkEdit => (network) => {
    const layer = at(network.layers, where);
    return layer !== undefined && 'units' in layer ? changeSettings(network, layer.id, { units }) : network;
  }),
);

export const editedNetworks: fc.Arbitrary<Network> = fc
  .tuple(presetNetworks, fc.array(edits, { maxLength: 12 }))
  .map(([network, made]) => made.reduce((current, edit) => edit(current), network));
