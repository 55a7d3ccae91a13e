import { inputIds } from '../graph/graph';
import type { Graph, GraphNode, ValueId } from '../graph/graph';

/** Leaves out nodes and constants that no output needs. */
export function eliminateDeadNodes(graph: Graph): Graph {
  const needed = new Set<ValueId>(Object.values(graph.outputs));
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((id) => needed.has(id))) continue;
    nodes.push(node);
    for (const id of inputIds(node.inputs)) needed.add(id);
  }
  const constants = new Map([...graph.constants].filter(([id]) => needed.has(id)));
  return { ...graph, constants, nodes: nodes.toReversed() };
}
