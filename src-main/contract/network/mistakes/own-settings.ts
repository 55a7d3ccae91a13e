import { connect } from '../edit';
import { countOf, layerName, sizesText } from '../index';
import type { Network } from '../index';
import { sizesIn } from './connections';
import type { Wrong } from './fixes';
import type { Fix } from './mistake';
import { trySettings } from './try-settings';

/** A window that is larger than what it slides over. */
function windows({ network, layer }: Wrong, sizes: readonly number[]): Fix[] {
  if (!('padding' in layer) || sizes.length === 0) return [];
  const largest = Math.min(...(sizes.length > 1 ? sizes.slice(0, -1) : sizes));
  return [
    { label: 'Pad the edges', network: trySettings(network, layer.id, { padding: 'same' }) },
    {
      label: `Make the window ${String(largest)}`,
      network: trySettings(network, layer.id, { size: largest }),
    },
  ];
}

/** Sizes and orders that do not fit what comes in. */
function orders({ network, layer }: Wrong, sizes: readonly number[]): Fix[] {
  if (layer.kind === 'reshape') {
    const [first = 1, ...rest] = layer.sizes;
    const others = countOf(layer.sizes) / first;
    const possible = [[countOf(sizes) / others, ...rest], [countOf(sizes)], [...sizes]].filter(
      (to) => to.every((size) => Number.isInteger(size) && size > 0) && to.length <= 3,
    );
    return possible.map((to) => ({
      label: `Make the sizes ${sizesText(to)}`,
      network: trySettings(network, layer.id, { sizes: to }),
    }));
  }
  if (layer.kind !== 'permute') return [];
  const places = sizes.map((_, index) => index + 1);
  const swapped = [...places.slice(0, -2), ...places.slice(-2).reverse()];
  return [swapped, places].map((order) => ({
    label: `Make the order ${order.join(', ')}`,
    network: trySettings(network, layer.id, { order }),
  }));
}

/** An input whose part of the data is gone. */
function parts({ network, layer, context }: Wrong): Fix[] {
  if (layer.kind !== 'input') return [];
  const used = new Set(network.layers.flatMap((one) => (one.kind === 'input' ? [one.part] : [])));
  const names = context.inputs.parts.map(({ name }) => name);
  return [...names.filter((name) => !used.has(name)), ...names.filter((name) => used.has(name))].map(
    (part) => ({
      label: `Take ${part === 'table' ? 'the table' : part} instead`,
      network: trySettings(network, layer.id, { part }),
    }),
  );
}

/** Layers of the table that are not right behind its input. */
function behindTable({ network, layer, context }: Wrong): Fix[] {
  const table = context.inputs.parts.find(({ kind }) => kind === 'table');
  const behind = (other: Network['layers'][number] | undefined): Fix[] =>
    other === undefined || layer.kind === 'input' || layer.inputs.includes(other.id)
      ? []
      : [{ label: `Connect it to ${layerName(other)}`, network: connect(network, other.id, layer.id) }];
  if (!['columnEmbedding', 'binEmbedding', 'waveEmbedding'].includes(layer.kind)) return [];
  return [
    ...behind(network.layers.find(({ kind }) => kind === 'columnEmbedding')),
    ...behind(network.layers.find((one) => one.kind === 'input' && one.part === table?.name)),
  ];
}

/** Ways to mend a layer by its own settings. */
export function settingFixes(wrong: Wrong): Fix[] {
  const sizes = sizesIn(wrong).get(wrong.layer.inputs[0] ?? '') ?? [];
  return [...windows(wrong, sizes), ...orders(wrong, sizes), ...parts(wrong), ...behindTable(wrong)];
}
