import * as tf from '@tensorflow/tfjs-core';
import { BatchMultiple, isFixed } from '../graph/shape';
import { runNode } from '../graph/evaluate';
import { elementArray, inputIds } from '../graph/graph';
import type { Attribute, Constant, Graph, GraphNode, ValueId } from '../graph/graph';

/** What makes a folded constant worth keeping as it is computed: one that is larger only makes the file larger. */
const largestGrowth = 4096;

function dependsOnRows(attribute: Attribute): boolean {
  if (attribute instanceof BatchMultiple) return true;
  if (Array.isArray(attribute)) return attribute.some(dependsOnRows);
  return typeof attribute === 'object' && attribute !== null && Object.values(attribute).some(dependsOnRows);
}

/**
 * Computes nodes whose inputs are all constants, on tfjs, and puts their results in their place.
 * A weight keeps its name through operations that only give it another shape.
 */
export function foldConstants(graph: Graph): Graph {
  const constants = new Map<ValueId, Constant>(graph.constants);

  const fold = (node: GraphNode): boolean => {
    const inputs = inputIds(node.inputs);
    const shapes = node.outputs.map((id) => graph.values.get(id)?.shape ?? []);
    if (!inputs.every((id) => constants.has(id)) || !shapes.every(isFixed)) return false;
    if (Object.values(node.attributes).some(dependsOnRows)) return false;
    const sizeBefore = inputs.reduce((sum, id) => sum + (constants.get(id)?.values.length ?? 0), 0);
    tf.tidy(() => {
      const read = (id: ValueId): tf.Tensor => {
        const value = graph.values.get(id);
        return tf.tensor(constants.get(id)?.values ?? [], (value?.shape ?? []).map(Number), value?.type);
      };
      const results = runNode(node, read, 1);
      const sizeAfter = results.reduce((sum, { size }) => sum + size, 0);
      if (sizeAfter > sizeBefore + largestGrowth) return;
      const name = inputs.length === 1 ? constants.get(inputs[0] ?? -1)?.name : undefined;
      node.outputs.forEach((id, index) => {
        const type = graph.values.get(id)?.type;
        const result = results[index];
        if (result === undefined || type === undefined) return;
        const values = elementArray(type, result.dataSync());
        constants.set(id, name === undefined || node.kernel !== tf.Reshape ? { values } : { values, name });
      });
    });
    return node.outputs.every((id) => constants.has(id));
  };

  return { ...graph, nodes: graph.nodes.filter((node) => !fold(node)), constants };
}
