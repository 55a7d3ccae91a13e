import { mapInputs } from '../graph/graph';
import type { Graph, ValueId } from '../graph/graph';

/** What stands for a value after all replacements, which may form chains. */
export function finalValue(id: ValueId, replacements: ReadonlyMap<ValueId, ValueId>): ValueId {
  let current = id;
  for (let next = replacements.get(current); next !== undefined; next = replacements.get(current)) {
    current = next;
  }
  return current;
}

/** The graph with some values read in place of others. */
export function replaceValues(graph: Graph, replacements: ReadonlyMap<ValueId, ValueId>): Graph {
  const final = (id: ValueId): ValueId => finalValue(id, replacements);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, inputs: mapInputs(node.inputs, final) })),
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, final(id)])),
  };
}
