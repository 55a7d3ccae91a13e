import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import { elementArray, isElementType } from '../graph/graph';
import type { Attribute, Attributes, Graph, NodeInputs, ValueId } from '../graph/graph';
import { currentLayer } from './layers';

function plain(attribute: unknown, where: string): Attribute {
  if (attribute === undefined || attribute === null) return null;
  if (typeof attribute === 'number' || typeof attribute === 'string' || typeof attribute === 'boolean') {
    return attribute;
  }
  if (Array.isArray(attribute) || ArrayBuffer.isView(attribute)) {
    return Array.from(attribute as ArrayLike<unknown>, (item) => plain(item, where));
  }
  if (typeof attribute === 'object') return plainAll(attribute, where);
  throw new StrongroomError(
    'KERNEL_NOT_SUPPORTED',
    `The operation ${where} has a parameter that is not data.`,
    {
      received: typeof attribute,
    },
  );
}

function plainAll(attributes: object, where: string): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plain(value, where)]));
}

const equalSizes = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Layers name their weights "layer/weight". */
function layerOfWeight(infos: readonly tf.TensorInfo[]): string | undefined {
  const weight = infos.find((info) => info instanceof tf.Variable && info.name.includes('/'));
  return weight instanceof tf.Variable ? weight.name.slice(0, weight.name.lastIndexOf('/')) : undefined;
}

/**
 * Builds a graph out of the kernels that ran, with the sizes that they had. tfjs lets Reshape, Identity and
 * some Casts share the data of their input, so a value is known by its data together with shape and type.
 */
export class Recorder {
  readonly graph: Graph = { values: new Map(), inputs: {}, outputs: {}, constants: new Map(), nodes: [] };
  private readonly byData = new Map<object, ValueId[]>();

  private add(info: tf.TensorInfo, kernel: string): ValueId {
    if (!isElementType(info.dtype)) {
      throw new StrongroomError(
        'KERNEL_NOT_SUPPORTED',
        `${kernel} works on ${info.dtype}, which cannot be traced.`,
      );
    }
    const id = this.graph.values.size;
    this.graph.values.set(id, { type: info.dtype, shape: [...info.shape] });
    const sharing = this.byData.get(info.dataId);
    if (sharing === undefined) this.byData.set(info.dataId, [id]);
    else sharing.push(id);
    return id;
  }

  /** The value that a kernel reads; one that no kernel made is a constant, copied now, for it may be disposed. */
  private read(info: tf.TensorInfo, kernel: string): ValueId {
    const sharing = this.byData.get(info.dataId);
    if (sharing === undefined) return this.constant(info, kernel);
    const match = sharing.findLast((id) => {
      const value = this.graph.values.get(id);
      return value?.type === info.dtype && equalSizes(value.shape, info.shape);
    });
    return match ?? this.reinterpret(sharing.at(-1) ?? 0, info, kernel);
  }

  private constant(info: tf.TensorInfo, kernel: string): ValueId {
    const id = this.add(info, kernel);
    const values = tf.engine().readSync(info.dataId);
    if (!ArrayBuffer.isView(values) || !isElementType(info.dtype)) {
      throw new StrongroomError('KERNEL_NOT_SUPPORTED', `${kernel} reads text, which cannot be traced.`);
    }
    const name = info instanceof tf.Variable ? { name: info.name } : {};
    this.graph.constants.set(id, { values: elementArray(info.dtype, values), ...name });
    return id;
  }

  private reinterpret(from: ValueId, info: tf.TensorInfo, kernel: string): ValueId {
    let current = from;
    const value = this.graph.values.get(from);
    if (value !== undefined && value.type !== info.dtype) {
      const cast = this.add(
        { dataId: info.dataId, dtype: info.dtype, shape: value.shape.map(Number) },
        kernel,
      );
      this.graph.nodes.push({
        kernel: tf.Cast,
        inputs: { x: current },
        attributes: { dtype: info.dtype },
        outputs: [cast],
      });
      current = cast;
    }
    if (value !== undefined && equalSizes(value.shape, info.shape)) return current;
    const reshaped = this.add(info, kernel);
    this.graph.nodes.push({
      kernel: tf.Reshape,
      inputs: { x: current },
      attributes: { shape: [...info.shape] },
      outputs: [reshaped],
    });
    return reshaped;
  }

  input(name: string, tensor: tf.Tensor): void {
    this.graph.inputs[name] = this.add(tensor, `the input ${name}`);
  }

  output(name: string, tensor: tf.Tensor): void {
    this.graph.outputs[name] = this.read(tensor, `the output ${name}`);
  }

  record(kernel: string, inputs: tf.NamedTensorInfoMap, attributes: object, outputs: tf.TensorInfo[]): void {
    const present = Object.entries(inputs).filter(
      (entry): entry is [string, tf.TensorInfo] => entry[1] !== undefined && entry[1] !== null,
    );
    const named = present.map(([name, info]): [string, ValueId] => [name, this.read(info, kernel)]);
    const nodeInputs: NodeInputs = Array.isArray(inputs)
      ? named.map(([, id]) => id)
      : Object.fromEntries(named);
    const layer = currentLayer() ?? layerOfWeight(present.map(([, info]) => info));
    this.graph.nodes.push({
      kernel,
      inputs: nodeInputs,
      attributes: plainAll(attributes, kernel),
      outputs: outputs.map((info) => this.add(info, kernel)),
      ...(layer === undefined ? {} : { layer }),
    });
  }
}
