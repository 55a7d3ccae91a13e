import * as tf from '@tensorflow/tfjs-core';
import type { Dimension } from '../graph/shape';
import type { Graph, GraphNode, ValueId } from '../graph/graph';

/**
 * tfjs multiplies matrices as stacks of one, [1, n, k]; here the leading 1 is taken off, so that the product is
 * one of plain matrices, which run times fuse with its bias. The result is given its leading 1 back by a
 * Reshape, which `removeIdentities` then merges with the one that follows.
 */
export function flattenProducts(graph: Graph): Graph {
  const values = new Map(graph.values);
  const nodes: GraphNode[] = [];
  let nextId = Math.max(-1, ...values.keys()) + 1;

  const shapeOf = (id: ValueId | undefined): Dimension[] =>
    id === undefined ? [] : (values.get(id)?.shape ?? []);
  const isStackOfOne = (id: ValueId | undefined): boolean => {
    const shape = shapeOf(id);
    return shape.length === 3 && shape[0] === 1;
  };
  const flat = (id: ValueId): ValueId => {
    const value = values.get(id);
    if (value === undefined) return id;
    const shape = value.shape.slice(1);
    const added = nextId++;
    values.set(added, { type: value.type, shape });
    nodes.push({ kernel: tf.Reshape, inputs: { x: id }, attributes: { shape }, outputs: [added] });
    return added;
  };

  for (const node of graph.nodes) {
    const { inputs } = node;
    const [output] = node.outputs;
    const a = Array.isArray(inputs) ? undefined : inputs['a'];
    const b = Array.isArray(inputs) ? undefined : inputs['b'];
    const others = Array.isArray(inputs) ? {} : inputs;
    const product = node.kernel === tf._FusedMatMul || node.kernel === tf.BatchMatMul;
    const wide = Object.entries(others).some(
      ([name, id]) => !['a', 'b'].includes(name) && shapeOf(id).length > 2,
    );
    const fits = isStackOfOne(a) && isStackOfOne(b) && isStackOfOne(output);
    if (!product || wide || !fits || a === undefined || b === undefined || output === undefined) {
      nodes.push(node);
      continue;
    }
    const value = values.get(output);
    const result = nextId++;
    const shape = shapeOf(output).slice(1);
    values.set(result, { type: value?.type ?? 'float32', shape });
    nodes.push({ ...node, inputs: { ...others, a: flat(a), b: flat(b) }, outputs: [result] });
    nodes.push({
      kernel: tf.Reshape,
      inputs: { x: result },
      attributes: { shape: shapeOf(output) },
      outputs: [output],
    });
  }
  return { ...graph, values, nodes };
}
