import * as tf from '@tensorflow/tfjs-core';
import { inputIds } from '../graph/graph';
import type { Graph, GraphNode, ValueId } from '../graph/graph';

/**
 * The gradient of relu is Step(x): here it becomes a comparison and a cast, which are many times faster where Step
 * has to look for NaN as well. It compares what relu gave instead of x, so that nothing but relu reads x and the
 * product before it can be fused with relu. For training only: where x is NaN this gives 0 instead of NaN, but
 * then the loss of the same step is NaN and training ends.
 */
export function simplifyRectifierGradients(graph: Graph): Graph {
  const values = new Map(graph.values);
  const constants = new Map(graph.constants);
  const rectified = new Map<ValueId, ValueId>();
  for (const { kernel, inputs, outputs } of graph.nodes) {
    const [x] = inputIds(inputs);
    const [y] = outputs;
    if (kernel === tf.Relu && x !== undefined && y !== undefined) rectified.set(x, y);
  }
  let nextId = Math.max(-1, ...values.keys()) + 1;
  const zero = nextId++;
  const isRectifierGradient = ({ kernel, attributes }: GraphNode): boolean =>
    kernel === tf.Step && (attributes['alpha'] ?? 0) === 0;
  if (!graph.nodes.some(isRectifierGradient)) return graph;
  values.set(zero, { type: 'float32', shape: [] });
  constants.set(zero, { values: Float32Array.of(0) });

  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const [x] = inputIds(node.inputs);
    const [output] = node.outputs;
    const value = output === undefined ? undefined : values.get(output);
    if (!isRectifierGradient(node) || x === undefined || value === undefined) return [node];
    const above = nextId++;
    values.set(above, { type: 'bool', shape: value.shape });
    const inputs = { a: rectified.get(x) ?? x, b: zero };
    return [
      { kernel: tf.Greater, inputs, attributes: {}, outputs: [above] },
      { kernel: tf.Cast, inputs: { x: above }, attributes: { dtype: 'float32' }, outputs: node.outputs },
    ];
  });
  return { ...graph, values, constants, nodes };
}
