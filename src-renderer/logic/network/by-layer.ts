import type { LayerFacts, NetworkFacts } from '../../../src-main/contract/network/inspect';
import type { Mistake } from '../../../src-main/contract/network/mistakes';

/** What is known of each layer, by its id. */
export const factsById = (facts: NetworkFacts | null): ReadonlyMap<string, LayerFacts> =>
  new Map((facts?.layers ?? []).map((one) => [one.layer.id, one]));

/** The mistakes of each layer, by its id; those of the whole are left out. */
export function mistakesById(mistakes: readonly Mistake[]): ReadonlyMap<string, readonly Mistake[]> {
  const found = new Map<string, Mistake[]>();
  for (const mistake of mistakes) {
    if (mistake.layer !== null) found.set(mistake.layer, [...(found.get(mistake.layer) ?? []), mistake]);
  }
  return found;
}
