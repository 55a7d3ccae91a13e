import { mapInputs } from '../graph/graph';
import type { Graph, GraphNode, ValueId } from '../graph/graph';
import { finalValue, replaceValues } from './replace';

/** What makes two nodes compute the same: kernel, attributes, inputs, and the shapes and types of what they give. */
function keyOf(graph: Graph, node: GraphNode, inputs: GraphNode['inputs']): string {
  const results = node.outputs.map((id) => graph.values.get(id));
  return JSON.stringify(
    [node.kernel, node.attributes, Array.isArray(inputs), inputs, results],
    (_name, value) =>
      // JSON knows neither of them apart from null and 0.
      typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
        ? `number ${value}`
        : value,
  );
}

/**
 * Computes once what several nodes compute from the same values: a recurrent layer, for example, cuts its weights
 * into the same parts at every step. Every kernel gives the same for the same inputs, for random numbers are inputs.
 */
export function shareValues(graph: Graph): Graph {
  const known = new Map<string, GraphNode>();
  const replacements = new Map<ValueId, ValueId>();
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = mapInputs(node.inputs, (id) => finalValue(id, replacements));
    const key = keyOf(graph, node, inputs);
    const same = known.get(key);
    if (same === undefined) {
      known.set(key, node);
      nodes.push(node);
      continue;
    }
    node.outputs.forEach((id, index) => {
      const other = same.outputs[index];
      if (other !== undefined) replacements.set(id, other);
    });
  }
  return replaceValues({ ...graph, nodes }, replacements);
}
