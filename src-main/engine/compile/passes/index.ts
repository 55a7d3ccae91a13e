import type { Graph } from '../graph/graph';
import { multiplyColumnSums } from './column-sums';
import { eliminateDeadNodes } from './dead-nodes';
import { flattenProducts } from './flat-products';
import { foldConstants } from './fold-constants';
import { removeIdentities } from './identities';
import { fuseConvolutions } from './fused-convolutions';
import { rectifyPooled } from './pooled-rectifiers';
import { simplifyRectifierGradients } from './rectifier-gradients';
import { shareValues } from './shared-values';

export type Pass = (graph: Graph) => Graph;

/** Every pass, in the order in which they are run. None changes what a graph computes. */
export const passes: Readonly<Record<string, Pass>> = {
  'dead nodes': eliminateDeadNodes,
  'flat products': flattenProducts,
  identities: removeIdentities,
  'identities of merged reshapes': removeIdentities,
  'shared values': shareValues,
  'fold constants': foldConstants,
  'dead nodes again': eliminateDeadNodes,
};

/**
 * What is done to training steps besides: the same numbers up to the order of summation, and where a step goes
 * wrong (its loss is NaN).
 */
export const trainingPasses: Readonly<Record<string, Pass>> = {
  'pooled rectifiers': rectifyPooled,
  'rectifier gradients': simplifyRectifierGradients,
  'fused convolutions': fuseConvolutions,
  'column sums': multiplyColumnSums,
};

/** Runs every pass once. */
export function simplify(graph: Graph): Graph {
  return Object.values(passes).reduce((current, pass) => pass(current), graph);
}

/** Simplifies the graph of a training step. */
export function simplifyTraining(graph: Graph): Graph {
  return simplify(Object.values(trainingPasses).reduce((current, pass) => pass(current), simplify(graph)));
}
