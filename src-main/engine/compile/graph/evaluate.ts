import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import { BatchMultiple, sizeOf } from './shape';
import type { Attribute, Graph, GraphNode, ValueId } from './graph';

type KernelAttribute = tf.Attribute;

function concrete(attribute: Attribute, rows: number): KernelAttribute | undefined {
  if (attribute === null) return undefined;
  if (attribute instanceof BatchMultiple) return sizeOf(attribute, rows);
  if (Array.isArray(attribute)) {
    // tfjs types arrays of attributes as nested records of themselves.
    return attribute.map((item) => concrete(item, rows)) as KernelAttribute;
  }
  if (typeof attribute === 'object') return concreteAll(attribute, rows);
  return attribute;
}

function concreteAll(attributes: Record<string, Attribute>, rows: number): tf.NamedAttrMap {
  const result: tf.NamedAttrMap = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = concrete(attribute, rows);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** Runs one node on the current tfjs backend. @param read gives the tensor of each value that it reads. */
export function runNode(node: GraphNode, read: (id: ValueId) => tf.Tensor, rows: number): tf.Tensor[] {
  // Kernels that take any number of inputs get them as an array, which tfjs types as a map all the same.
  const inputs = Array.isArray(node.inputs)
    ? (node.inputs.map(read) as object as tf.NamedTensorMap)
    : Object.fromEntries(Object.entries(node.inputs).map(([name, id]) => [name, read(id)]));
  const result = tf.engine().runKernel(node.kernel, inputs, concreteAll(node.attributes, rows));
  return (Array.isArray(result) ? result : [result]) as tf.Tensor[];
}

/**
 * Runs a whole graph on the current tfjs backend: the reference for passes and lowerings.
 * @param inputs by name. @param rows what a dimension of one batch stands for.
 * @param heard told of every value that is computed.
 */
export function evaluateGraph(
  graph: Graph,
  inputs: Record<string, tf.Tensor>,
  rows: number,
  heard: (id: ValueId, value: tf.Tensor) => void = () => undefined,
): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const tensors = new Map<ValueId, tf.Tensor>();
    const read = (id: ValueId): tf.Tensor => {
      const tensor = tensors.get(id);
      if (tensor === undefined)
        throw new StrongroomError('INTERNAL', `The value ${id} is read before it exists.`);
      return tensor;
    };
    for (const [name, id] of Object.entries(graph.inputs)) {
      const tensor = inputs[name];
      if (tensor === undefined) throw new StrongroomError('INTERNAL', `The input ${name} is missing.`);
      tensors.set(id, tensor);
    }
    for (const [id, { values }] of graph.constants) {
      const value = graph.values.get(id);
      if (value === undefined) throw new StrongroomError('INTERNAL', `The constant ${id} has no shape.`);
      const shape = value.shape.map((dimension) => sizeOf(dimension, rows));
      tensors.set(id, tf.tensor(values, shape, value.type));
    }
    for (const node of graph.nodes) {
      const results = runNode(node, read, rows);
      node.outputs.forEach((id, index) => {
        const result = results[index];
        if (result === undefined) return;
        tensors.set(id, result);
        heard(id, result);
      });
    }
    return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, read(id)]));
  });
}
