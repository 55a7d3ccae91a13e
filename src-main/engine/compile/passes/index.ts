import type { Graph } from '../graph/graph';
import { eliminateDeadNodes } from './dead-nodes';
import { flattenProducts } from './flat-products';
import { foldConstants } from './fold-constants';
import { removeIdentities } from './identities';

export type Pass = (graph: Graph) => Graph;

/** Every pass, in the order in which they are run. None changes what a graph computes. */
export const passes: Readonly<Record<string, Pass>> = {
  'dead nodes': eliminateDeadNodes,
  'flat products': flattenProducts,
  identities: removeIdentities,
  'identities of merged reshapes': removeIdentities,
  'fold constants': foldConstants,
  'dead nodes again': eliminateDeadNodes,
};

/** Runs every pass once. */
export function simplify(graph: Graph): Graph {
  return Object.values(passes).reduce((current, pass) => pass(current), graph);
}
