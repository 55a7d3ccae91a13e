import { layersOf } from './graph';
import type { Graph, GraphLayer, GraphNode } from './graph';

/**
 * The order in which Keras keeps the layers of a functional model: by how far they are from the outputs, and layers
 * equally far in the order of a walk from the outputs back. Files address weights by this order (`map_graph` in
 * keras/src/ops/function.py), so it has to be the same.
 */
export function kerasOrder(graph: Graph): GraphLayer[] {
  const walked = new Map<GraphLayer, number>();
  const ascending: GraphNode[] = [];
  const finished = new Set<GraphNode>();
  const walk = (node: GraphNode): void => {
    if (finished.has(node)) return;
    finished.add(node);
    if (!walked.has(node.layer)) walked.set(node.layer, walked.size);
    node.inputs.forEach(walk);
    ascending.push(node);
  };
  graph.outputs.forEach(walk);

  const nodeDepth = new Map<GraphNode, number>();
  const layerDepth = new Map<GraphLayer, number>();
  for (const node of ascending.toReversed()) {
    const depth = Math.max(nodeDepth.get(node) ?? 0, layerDepth.get(node.layer) ?? 0);
    nodeDepth.set(node, depth);
    layerDepth.set(node.layer, depth);
    for (const before of node.inputs) nodeDepth.set(before, Math.max(depth + 1, nodeDepth.get(before) ?? 0));
  }
  return layersOf(graph)
    .filter((layer) => layerDepth.has(layer))
    .sort(
      (one, other) =>
        (layerDepth.get(other) ?? 0) - (layerDepth.get(one) ?? 0) ||
        (walked.get(one) ?? 0) - (walked.get(other) ?? 0),
    );
}

/** A class name as Keras writes it in paths of weights: `LayerNormalization` is `layer_normalization`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** Names for items of which several may be called alike: the second `dense` is `dense_1`. */
export class NumberedNames {
  private readonly used = new Map<string, number>();

  next(name: string): string {
    const count = this.used.get(name) ?? 0;
    this.used.set(name, count + 1);
    return count === 0 ? name : `${name}_${String(count)}`;
  }
}
