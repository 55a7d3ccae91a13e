import * as tf from '@tensorflow/tfjs-core';
import { sameShape } from '../graph/shape';
import { inputIds } from '../graph/graph';
import type { Graph, GraphNode, ValueId } from '../graph/graph';
import { finalValue, replaceValues } from './replace';

/** Kernels that give the numbers of their one input unchanged, in the same order. */
const reshaping: readonly string[] = [tf.Identity, tf.Reshape, tf.ExpandDims, tf.Cast];

function passesThrough(graph: Graph, node: GraphNode): ValueId | null {
  const [input] = inputIds(node.inputs);
  const [output] = node.outputs;
  if (input === undefined || output === undefined || !reshaping.includes(node.kernel)) return null;
  const from = graph.values.get(input);
  const to = graph.values.get(output);
  if (from === undefined || to === undefined) return null;
  return from.type === to.type && sameShape(from.shape, to.shape) ? input : null;
}

/** Leaves out Identity, and Reshape and Cast that change nothing; a Reshape of a Reshape becomes one. */
export function removeIdentities(graph: Graph): Graph {
  const replacements = new Map<ValueId, ValueId>();
  const made = new Map<ValueId, GraphNode>();
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    const source = passesThrough(graph, node);
    if (source !== null && output !== undefined) {
      replacements.set(output, source);
      continue;
    }
    nodes.push(node);
    for (const id of node.outputs) made.set(id, node);
  }
  const cleaned = replaceValues({ ...graph, nodes }, replacements);
  return { ...cleaned, nodes: cleaned.nodes.map((node) => mergeReshapes(graph, node, made, replacements)) };
}

/** A Reshape reads what the Reshape before it reads, for only the last shape counts. */
function mergeReshapes(
  graph: Graph,
  node: GraphNode,
  made: ReadonlyMap<ValueId, GraphNode>,
  replacements: ReadonlyMap<ValueId, ValueId>,
): GraphNode {
  const isReshape = (candidate: GraphNode | undefined): candidate is GraphNode =>
    candidate?.kernel === tf.Reshape || candidate?.kernel === tf.ExpandDims;
  const [output] = node.outputs;
  const shape = output === undefined ? undefined : graph.values.get(output)?.shape;
  if (!isReshape(node) || shape === undefined) return node;
  const [first] = inputIds(node.inputs);
  let source = first;
  for (;;) {
    const before = source === undefined ? undefined : made.get(source);
    if (!isReshape(before)) break;
    const [previous] = inputIds(before.inputs);
    source = previous === undefined ? undefined : finalValue(previous, replacements);
  }
  if (source === undefined || source === first) return node;
  return { ...node, kernel: tf.Reshape, inputs: { x: source }, attributes: { shape } };
}
