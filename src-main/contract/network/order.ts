import { networkInvalid } from './define';
import type { Layer, Network } from './index';

/**
 * The layers so that each comes behind those it takes values from. Throws NETWORK_INVALID where two have one id, a layer
 * takes values from one that is not there, or layers go round in a circle.
 */
export function orderLayers({ layers }: Network): Layer[] {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  if (byId.size < layers.length) {
    const seen = new Set<string>();
    const twice = layers.find(({ id }) => seen.size === seen.add(id).size);
    throw networkInvalid(`Two layers are called ${twice?.id ?? ''}.`, {
      next: 'Give each layer an id of its own.',
    });
  }
  const done = new Set<string>();
  const open = new Set<string>();
  const ordered: Layer[] = [];
  const visit = (layer: Layer): void => {
    if (done.has(layer.id)) return;
    if (open.has(layer.id)) {
      throw networkInvalid(`The layers go round in a circle at ${layer.id}.`, {
        next: 'Remove one of the connections of the circle.',
      });
    }
    open.add(layer.id);
    for (const id of layer.inputs) {
      const before = byId.get(id);
      if (before === undefined) {
        throw networkInvalid(`${layer.id} takes values from ${id}, which is not there.`, {
          expected: `one of ${[...byId.keys()].join(', ')}`,
          received: id,
          next: 'Connect it to another layer.',
        });
      }
      visit(before);
    }
    open.delete(layer.id);
    done.add(layer.id);
    ordered.push(layer);
  };
  layers.forEach(visit);
  return ordered;
}
