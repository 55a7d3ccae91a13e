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

/** What is wrong with a network: the same at a layer, something at it, and where else. */
function wrongIn(
  facts: NetworkFacts,
  { layer, message }: Pick<Mistake, 'layer' | 'message'>,
): { same: boolean; here: boolean; places: string[] } {
  const wrong = facts.layers.filter(({ problem }) => problem !== null);
  const here = wrong.find((one) => one.layer.id === layer);
  return {
    same: here?.problem?.message === message || facts.problem?.message === message,
    here: here !== undefined,
    places: wrong.map((one) => one.layer.id).filter((id) => id !== layer),
  };
}

/** Layers at which something may be wrong after a fix: where it was, and where nothing could be told before. */
const excused = ({ layers }: NetworkFacts): ReadonlySet<string> =>
  new Set(
    layers.flatMap(({ layer, sizes, problem }) => (sizes === null || problem !== null ? [layer.id] : [])),
  );

/**
 * Ways to mend a mistake, the likeliest first. Each is tried out: what is offered takes the mistake away and makes no
 * other where all was well; what leaves nothing wrong at the layer comes first.
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
  const candidates: Fix[] = [
    ...connectionFixes(wrong),
    ...shapeFixes(wrong),
    ...settingFixes(wrong),
    { label: `Remove ${layerName(layer)}`, network: removeLayers(network, [layer.id]) },
  ];
  const allowed = excused(facts);
  const labels = new Set<string>();
  const tried = candidates.flatMap((fix) => {
    if (fix.network === undefined || labels.has(fix.label)) return [];
    const after = inspectNetwork(fix.network, context);
    const wrongAfter = wrongIn(after, mistake);
    const isWorse = facts.problem === null && after.problem !== null;
    if (wrongAfter.same || isWorse || wrongAfter.places.some((id) => !allowed.has(id))) return [];
    labels.add(fix.label);
    return [{ fix, isDone: !wrongAfter.here }];
  });
  return [...tried.filter(({ isDone }) => isDone), ...tried.filter(({ isDone }) => !isDone)]
    .map(({ fix }) => fix)
    .slice(0, mostFixes);
}
