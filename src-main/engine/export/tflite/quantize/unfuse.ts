import * as tf from '@tensorflow/tfjs-core';
import type { Graph, GraphNode } from '../../../compile/graph/graph';

/** Activations that TensorFlow Lite has no fused form of, as kernels of their own. */
const kernels: Readonly<Record<string, string>> = {
  elu: tf.Elu,
  sigmoid: tf.Sigmoid,
  leakyrelu: tf.LeakyRelu,
};
const fused: readonly string[] = [tf._FusedMatMul, tf.FusedConv2D, tf.FusedDepthwiseConv2D];

/** Takes such activations out of fused kernels, so that what is between them has a range that can be measured. */
export function unfuseActivations(graph: Graph): Graph {
  const values = new Map(graph.values);
  let next = Math.max(-1, ...values.keys()) + 1;
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const { activation, leakyreluAlpha } = node.attributes;
    const kernel = typeof activation === 'string' ? kernels[activation] : undefined;
    const [output] = node.outputs;
    const value = output === undefined ? undefined : values.get(output);
    if (!fused.includes(node.kernel) || kernel === undefined || value === undefined) return [node];
    const between = next++;
    values.set(between, value);
    const attributes = kernel === tf.LeakyRelu ? { alpha: leakyreluAlpha ?? 0.2 } : {};
    return [
      { ...node, attributes: { ...node.attributes, activation: 'linear' }, outputs: [between] },
      { ...node, kernel, inputs: { x: between }, attributes },
    ];
  });
  return { ...graph, values, nodes };
}
