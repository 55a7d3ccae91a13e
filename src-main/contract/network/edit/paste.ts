import type { Layer, Network } from '../index';
import { arrangeLayers } from '../order';
import { freeId, idsOf, layerOf, placeBehind } from './ids';
import { redirect } from './insert';
import type { Made } from './insert';

/** Ids that the network does not have, for layers of another one. */
function freeIds(network: Network, layers: readonly Layer[]): Map<string, string> {
  const taken = idsOf(network);
  return new Map(
    layers.map(({ id }): [string, string] => {
      const free = freeId(taken, id);
      taken.add(free);
      return [id, free];
    }),
  );
}

/**
 * The network with copies of layers behind one of its own: what took the values of that takes those of the last copy.
 * Copies of what took values from elsewhere take them from the layer before. Without a layer before them they stand
 * beside all others, to be connected.
 * @param keepsOthers whether copies that take several take the rest from where they took it.
 */
export function paste(
  network: Network,
  layers: readonly Layer[],
  behind: string | null,
  keepsOthers = false,
): Made {
  const copied = arrangeLayers({ layers: layers.filter(({ kind }) => kind !== 'output') }).ordered;
  if (copied.length === 0) return { network, added: [] };
  const fresh = freeIds(network, copied);
  const given = behind === null ? undefined : layerOf(network, behind);
  const before = given?.kind === 'output' ? layerOf(network, given.inputs[0] ?? '') : given;
  const anchor = before?.id;
  const joined = copied.map((layer): Layer => {
    const [first] = layer.inputs.filter((id) => !fresh.has(id));
    const takesAnchor = anchor !== undefined && layer.kind !== 'input';
    const inputs = layer.inputs.flatMap((id) => {
      const inner = fresh.get(id);
      if (inner !== undefined) return [inner];
      if (id === first) return takesAnchor ? [anchor] : [];
      return keepsOthers && layerOf(network, id) !== undefined ? [id] : [];
    });
    const starts = layer.inputs.length === 0 && takesAnchor;
    return { ...layer, id: fresh.get(layer.id) ?? layer.id, inputs: starts ? [anchor] : inputs };
  });
  const own = new Set(joined.map(({ id }) => id));
  const added = [...own];
  const placed = placeBehind(network, anchor ?? network.layers.at(-1)?.id ?? null, joined);
  const ends = joined.filter(
    ({ id, kind }) => kind !== 'input' && joined.every(({ inputs }) => !inputs.includes(id)),
  );
  const [end] = ends;
  const isChain = anchor !== undefined && ends.length === 1 && end !== undefined;
  return { network: isChain ? redirect(placed, anchor, end.id, own) : placed, added };
}

/** The network with a copy of some of its layers right behind them. */
export function duplicate(network: Network, chosen: Iterable<string>): Made {
  const ids = new Set(chosen);
  const ordered = arrangeLayers(network).ordered.filter(({ id, kind }) => ids.has(id) && kind !== 'output');
  const last = ordered.at(-1);
  if (last === undefined) return { network, added: [] };
  return paste(network, ordered, last.kind === 'input' ? null : last.id, true);
}
