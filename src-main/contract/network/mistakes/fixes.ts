import { removeLayers } from '../edit';
import { layerName } from '../index';
import type { Layer, Network, NetworkContext } from '../index';
import { inspectNetwork } from '../inspect';
import type { NetworkFacts } from '../inspect';
import { connectionFixes } from './connections';
import type { Fix, Mistake } from './mistake';
import { settingFixes } from './own-settings';
import { shapeFixes } from './shapes';
import { wholeFixes } from './whole';

/** So many buttons can be told apart. */
const mostFixes = 4;

/** What fixes are looked for with. */
export interface Wrong {
  network: Network;
  context: NetworkContext;
  facts: NetworkFacts;
  layer: Layer;
}

/** How much is wrong with a network: at the layer in question, and in all. */
function wrongIn(network: Network, context: NetworkContext, layer: string): { here: boolean; all: number } {
  const { layers, problem } = inspectNetwork(network, context);
  const wrong = layers.filter((facts) => facts.problem !== null).map((facts) => facts.layer.id);
  return { here: wrong.includes(layer), all: wrong.length + (problem === null ? 0 : 1) };
}

/**
 * Ways to mend a mistake, the likeliest first. Each is tried out: what is offered takes the mistake away and makes no
 * more others than there were.
 */
export function fixesOf(
  mistake: Mistake,
  network: Network,
  context: NetworkContext,
  facts: NetworkFacts = inspectNetwork(network, context),
): Fix[] {
  if (mistake.known !== undefined) return [...mistake.known];
  const layer = network.layers.find(({ id }) => id === mistake.layer);
  if (layer === undefined) return wholeFixes(network, context);
  const wrong: Wrong = { network, context, facts, layer };
  const before = wrongIn(network, context, layer.id);
  const candidates: Fix[] = [
    ...connectionFixes(wrong),
    ...shapeFixes(wrong),
    ...settingFixes(wrong),
    { label: `Remove ${layerName(layer)}`, network: removeLayers(network, [layer.id]) },
  ];
  const labels = new Set<string>();
  return candidates
    .filter((fix) => {
      if (fix.network === undefined || labels.has(fix.label)) return false;
      const after = wrongIn(fix.network, context, layer.id);
      const mends = !after.here && after.all <= before.all;
      if (mends) labels.add(fix.label);
      return mends;
    })
    .slice(0, mostFixes);
}
