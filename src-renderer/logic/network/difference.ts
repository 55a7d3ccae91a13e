import type { Layer, Network } from '../../../src-main/contract/network';
import { layerName } from '../../../src-main/contract/network';
import { counted } from '../numbers';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const named = 4;

function listed(layers: readonly Layer[]): string {
  const names = layers.slice(0, named).map(layerName).join(', ');
  return layers.length > named ? `${names} and ${counted(layers.length - named, 'other')}` : names;
}

/** What a network has that another one has not, in sentences; empty where they are the same. */
export function differences(from: Network, own: Network): string[] {
  const before = new Map(from.layers.map((layer) => [layer.id, layer]));
  const kept = new Set(own.layers.map(({ id }) => id));
  const isSettings = (layer: Layer): boolean =>
    !isSame({ ...layer, inputs: [] }, { ...before.get(layer.id), inputs: [] });
  const added = own.layers.filter(({ id }) => !before.has(id));
  const removed = from.layers.filter(({ id }) => !kept.has(id));
  const both = own.layers.filter(({ id }) => before.has(id));
  const changed = both.filter(isSettings);
  const moved = both.filter(
    (layer) => !isSettings(layer) && !isSame(layer.inputs, before.get(layer.id)?.inputs),
  );
  return [
    ...(added.length > 0 ? [`${counted(added.length, 'layer')} added: ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`${counted(removed.length, 'layer')} removed: ${listed(removed)}`] : []),
    ...(changed.length > 0
      ? [`${counted(changed.length, 'layer')} with other settings: ${listed(changed)}`]
      : []),
    ...(moved.length > 0 ? [`${counted(moved.length, 'layer')} connected otherwise: ${listed(moved)}`] : []),
  ];
}
