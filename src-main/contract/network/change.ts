import { layerDefinitions, layerName } from './index';
import type { Layer, Network } from './index';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const counted = (layers: readonly Layer[]): string => {
  const [only] = layers;
  return layers.length === 1 && only !== undefined ? layerName(only) : `${String(layers.length)} layers`;
};

/** The label of a setting that differs, as it stands beside its control. */
function settingChange(before: Layer, after: Layer): string {
  const fields = layerDefinitions[after.kind].fields;
  const old = new Map<string, unknown>(Object.entries(before));
  const keys = Object.entries(after).filter(([key, value]) => !isSame(value, old.get(key)));
  const names = keys.map(([key]) => fields.find(({ name }) => name === key)?.label.toLowerCase() ?? key);
  if (names.includes('name')) return `name of ${layerName(after)}`;
  if (names.length === 1 && names[0] === 'inputs') return `connection of ${layerName(after)}`;
  return names.length === 1 ? `${names[0] ?? ''} of ${layerName(after)}` : `settings of ${layerName(after)}`;
}

/** A short name of what turns one network into another: "addition of Dense", "units of Hidden layer 1". Null where nothing does. */
export function networkChange(before: Network, after: Network): string | null {
  const old = new Map(before.layers.map((layer) => [layer.id, layer]));
  const kept = new Set(after.layers.map(({ id }) => id));
  const added = after.layers.filter(({ id }) => !old.has(id));
  const removed = before.layers.filter(({ id }) => !kept.has(id));
  if (added.length > 0 && removed.length > 0) return 'change of several layers';
  if (added.length > 0) return `addition of ${counted(added)}`;
  if (removed.length > 0) return `removal of ${counted(removed)}`;
  const changed = after.layers.filter((layer) => !isSame(layer, old.get(layer.id)));
  const [first] = changed;
  const was = old.get(first?.id ?? '');
  if (first === undefined || was === undefined) return isSame(before, after) ? null : 'order of layers';
  if (changed.length === 1) return settingChange(was, first);
  const isMove = changed.every((layer) =>
    isSame({ ...layer, inputs: [] }, { ...old.get(layer.id), inputs: [] }),
  );
  return isMove ? 'move of a layer' : 'change of several layers';
}
