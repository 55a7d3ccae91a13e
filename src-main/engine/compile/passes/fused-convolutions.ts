import * as tf from '@tensorflow/tfjs-core';
import { inputIds } from '../graph/graph';
import { sameShape } from '../graph/shape';
import type { Graph, GraphNode, ValueId } from '../graph/graph';

/**
 * Adds biases within convolutions, and relu where it follows: a Conv2D whose result only an Add reads becomes the
 * kernel FusedConv2D. Run times then go over the numbers of the images once instead of three times.
 */
export function fuseConvolutions(graph: Graph): Graph {
  const values = new Map(graph.values);
  const readers = new Map<ValueId, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const id of inputIds(node.inputs)) readers.set(id, [...(readers.get(id) ?? []), node]);
  }
  const outside = new Set(Object.values(graph.outputs));
  let nextId = Math.max(-1, ...values.keys()) + 1;

  /** What alone reads the result of a node, if there is such a node. */
  const onlyReader = ({ outputs: [output = -1] }: GraphNode): GraphNode | null => {
    const [only, ...others] = readers.get(output) ?? [];
    return only === undefined || others.length > 0 || outside.has(output) ? null : only;
  };
  /** A bias is a number for each channel, with axes of one in front or without. */
  const biasOf = (convolution: GraphNode, add: GraphNode): ValueId | null => {
    const [output = -1] = convolution.outputs;
    const bias = inputIds(add.inputs).find((id) => id !== output);
    const [shape, image, sum] = [bias, output, add.outputs[0]].map((id) => values.get(id ?? -1)?.shape ?? []);
    const axes = shape?.slice(0, -1) ?? [];
    const fits = shape?.at(-1) === image?.at(-1) && axes.every((size) => size === 1);
    return bias !== undefined && fits && sameShape(image ?? [], sum ?? []) ? bias : null;
  };

  // Fused kernels stand where their last part stood: the bias may be computed after the convolution.
  const fused = new Map<GraphNode, GraphNode[]>();
  for (const node of graph.nodes) {
    const add = node.kernel === tf.Conv2D ? onlyReader(node) : null;
    const bias = add?.kernel === tf.Add ? biasOf(node, add) : null;
    if (add === null || bias === null || Array.isArray(node.inputs)) continue;
    const next = onlyReader(add);
    const relu = next?.kernel === tf.Relu ? next : null;
    const last = relu ?? add;
    const channels = values.get(bias)?.shape.slice(-1) ?? [];
    const flat = nextId++;
    values.set(flat, { type: 'float32', shape: channels });
    fused.set(node, []);
    fused.set(add, []);
    fused.set(last, [
      { ...add, kernel: tf.Reshape, inputs: { x: bias }, attributes: { shape: channels }, outputs: [flat] },
      {
        ...node,
        kernel: tf.FusedConv2D,
        inputs: { ...node.inputs, bias: flat },
        attributes: { ...node.attributes, activation: relu === null ? 'linear' : 'relu' },
        outputs: last.outputs,
      },
    ]);
  }
  return { ...graph, values, nodes: graph.nodes.flatMap((node) => fused.get(node) ?? [node]) };
}
