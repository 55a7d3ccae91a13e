import type { StrongroomError } from '../errors';
import { networkInvalid } from './define';
import { layerName } from './index';
import type { Layer, Network } from './index';

/** Layers in order, as far as they have one. */
export interface Arrangement {
  /** Each behind those it takes values from, but for the connections that `problems` tell of. */
  ordered: Layer[];
  /** What is wrong with the connections of a layer, by its id. */
  problems: ReadonlyMap<string, StrongroomError>;
}

const circle = (layer: Layer, before: Layer): StrongroomError =>
  networkInvalid(
    `The layers go round in a circle: ${layerName(layer)} takes values from ${layerName(before)}, which takes values from it in turn.`,
    {
      expected: 'layers that lead from the inputs to the output',
      received: `${before.id} before and behind ${layer.id}`,
      next: 'Remove one of the connections of the circle.',
    },
  );

const missing = (layer: Layer, id: string, ids: readonly string[]): StrongroomError =>
  networkInvalid(`${layer.id} takes values from ${id}, which is not there.`, {
    expected: `one of ${ids.join(', ')}`,
    received: id,
    next: 'Connect it to another layer.',
  });

/**
 * The layers so that each comes behind those it takes values from; connections that go round in a circle or to a layer
 * that is not there are told at their layer. Throws NETWORK_INVALID where two layers have one id.
 */
export function arrangeLayers({ layers }: Network): Arrangement {
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
  const problems = new Map<string, StrongroomError>();
  const visit = (layer: Layer): void => {
    open.add(layer.id);
    for (const id of layer.inputs) {
      const before = byId.get(id);
      if (before === undefined) problems.set(layer.id, missing(layer, id, [...byId.keys()]));
      else if (open.has(id)) problems.set(layer.id, circle(layer, before));
      else if (!done.has(id)) visit(before);
    }
    open.delete(layer.id);
    done.add(layer.id);
    ordered.push(layer);
  };
  for (const layer of layers) if (!done.has(layer.id)) visit(layer);
  return { ordered, problems };
}
