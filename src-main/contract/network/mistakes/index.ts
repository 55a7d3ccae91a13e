import type { ErrorPayload } from '../../errors';
import type { Network, NetworkContext } from '../index';
import { inspectNetwork } from '../inspect';
import type { NetworkFacts } from '../inspect';
import type { Mistake } from './mistake';
import { warningsOf } from './warnings';

export { fixesOf } from './fixes';
export type { Fix, Mistake } from './mistake';

/** The layers at which a problem of the whole shows: all outputs but the first, where there are several. */
function placesOfWhole({ layers }: Network, problem: ErrorPayload): (string | null)[] {
  const outputs = layers.filter(({ kind }) => kind === 'output').slice(1);
  return problem.code === 'NETWORK_INVALID' && outputs.length > 0 ? outputs.map(({ id }) => id) : [null];
}

/**
 * All that is wrong with a network, errors first, each at its layer, and then what is rarely meant.
 * @param facts of the network in the context, where they are known already.
 */
export function mistakesOf(
  network: Network,
  context: NetworkContext,
  facts: NetworkFacts = inspectNetwork(network, context),
): Mistake[] {
  const { problem } = facts;
  const whole =
    problem === null
      ? []
      : placesOfWhole(network, problem).map((layer): Mistake => ({ ...problem, layer, severity: 'error' }));
  const atLayers = facts.layers.flatMap((layer): Mistake[] =>
    layer.problem === null ? [] : [{ ...layer.problem, layer: layer.layer.id, severity: 'error' }],
  );
  const places = new Set(whole.map(({ layer }) => layer));
  return [
    ...whole,
    ...atLayers.filter(({ layer }) => !places.has(layer)),
    ...warningsOf(network, context, facts),
  ];
}
