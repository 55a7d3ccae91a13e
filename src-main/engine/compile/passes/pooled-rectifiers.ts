import * as tf from '@tensorflow/tfjs-core';
import { inputIds } from '../graph/graph';
import type { Graph, GraphNode, ValueId } from '../graph/graph';

const namedInput = ({ inputs }: GraphNode, name: string): ValueId | undefined =>
  Array.isArray(inputs) ? undefined : inputs[name];

/**
 * The gradient of a relu whose result goes into a max pooling is maxPoolGrad(dy) * step(x), over every number of the
 * image. What a window passes back goes to its largest number, which is what the pooling gave, so that it is the same
 * to multiply before, by step(pooled): over a quarter of the numbers where windows are 2 x 2. For training only, like
 * the other passes on rectifiers: NaN goes another way, and the loss of the step tells of it.
 */
export function rectifyPooled(graph: Graph): Graph {
  const values = new Map(graph.values);
  const made = new Map<ValueId, GraphNode>();
  const reads = new Map<ValueId, number>();
  for (const node of graph.nodes) {
    for (const id of node.outputs) made.set(id, node);
    for (const id of inputIds(node.inputs)) reads.set(id, (reads.get(id) ?? 0) + 1);
  }
  for (const id of Object.values(graph.outputs)) reads.set(id, (reads.get(id) ?? 0) + 1);
  let nextId = Math.max(-1, ...values.keys()) + 1;

  /** The pooling's gradient that a product multiplies by the step of what its relu reads, if it is such a product. */
  const pooledBy = (product: GraphNode): GraphNode | null => {
    const factors = inputIds(product.inputs).map((id) => made.get(id));
    const gradient = factors.find((node) => node?.kernel === tf.MaxPoolGrad);
    const step = factors.find((node) => node?.kernel === tf.Step && (node.attributes['alpha'] ?? 0) === 0);
    if (product.kernel !== tf.Multiply || gradient === undefined || step === undefined) return null;
    const rectified = made.get(namedInput(gradient, 'input') ?? -1);
    const fits = rectified?.kernel === tf.Relu && inputIds(rectified.inputs)[0] === inputIds(step.inputs)[0];
    return fits && reads.get(gradient.outputs[0] ?? -1) === 1 ? gradient : null;
  };

  const products = new Map<GraphNode, GraphNode>();
  for (const node of graph.nodes) {
    const gradient = pooledBy(node);
    if (gradient !== null) products.set(gradient, node);
  }
  const gone = new Set(products.values());
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    if (gone.has(node)) return [];
    const product = products.get(node);
    const [dy, pooled] = [namedInput(node, 'dy'), namedInput(node, 'output')];
    const value = dy === undefined ? undefined : values.get(dy);
    if (product === undefined || dy === undefined || pooled === undefined || value === undefined) {
      return [node];
    }
    const [step, rectified] = [nextId++, nextId++];
    values.set(step, value);
    values.set(rectified, value);
    return [
      { ...product, kernel: tf.Step, inputs: { x: pooled }, attributes: { alpha: 0 }, outputs: [step] },
      { ...product, inputs: { a: dy, b: step }, outputs: [rectified] },
      { ...node, inputs: { ...node.inputs, dy: rectified }, outputs: product.outputs },
    ];
  });
  return { ...graph, values, nodes };
}
