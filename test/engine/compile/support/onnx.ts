import type * as tf from '@tensorflow/tfjs-core';
import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import { lowerGraph } from '../../../../src-main/engine/compile/lowerings/lower';
import { onnxTypes } from '../../../../src-main/engine/compile/lowerings/lowering';
import { encodeModel } from '../../../../src-main/engine/compile/onnx/encode';
import { OnnxProgram } from '../../../../src-main/engine/compile/onnx/program';
import type { Graph, ValueId } from '../../../../src-main/engine/compile/graph/graph';

/** A graph as an ONNX file whose inputs and outputs are those of the graph. */
export function onnxOf(graph: Graph): Uint8Array {
  const program = new OnnxProgram();
  const port = (name: string, id: ValueId) => {
    const value = graph.values.get(id);
    if (value === undefined) throw new Error(`no value ${id}`);
    const shape = value.shape.map((size) => (typeof size === 'number' ? size : `${size}`));
    return { name, type: onnxTypes[value.type], shape };
  };
  const bindings = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, id]) => [name, program.input(port(name, id))]),
  );
  const results = lowerGraph(graph, program, bindings);
  for (const [name, id] of Object.entries(graph.outputs)) program.output(results[name] ?? '', port(name, id));
  return encodeModel(program, { producerVersion: 'test', documentation: '', metadata: {} });
}

function toOrt(tensor: tf.Tensor): Tensor {
  const values = tensor.dataSync();
  if (values instanceof Float32Array) return new Tensor('float32', values, tensor.shape);
  if (values instanceof Int32Array) return new Tensor('int32', values, tensor.shape);
  return new Tensor('bool', Uint8Array.from(values), tensor.shape);
}

export interface Answer {
  shape: readonly number[];
  values: number[];
}

/** Runs an ONNX file in ONNX Runtime on tfjs tensors. */
export async function runOnnx(
  session: InferenceSession,
  inputs: Record<string, tf.Tensor>,
): Promise<Record<string, Answer>> {
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => {
      const tensor = inputs[name];
      if (tensor === undefined) throw new Error(`no input ${name}`);
      return [name, toOrt(tensor)];
    }),
  );
  const results = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(results).map(([name, result]) => [
      name,
      { shape: result.dims, values: Array.from(result.data as ArrayLike<number | boolean>, Number) },
    ]),
  );
}

/** The first place where two lists differ by more than tolerance (1 + |expected|), or null. NaN equals NaN. */
export function firstDifference(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): string | null {
  if (actual.length !== expected.length) return `${actual.length} values instead of ${expected.length}`;
  for (const [index, value] of expected.entries()) {
    const got = actual[index] ?? Number.NaN;
    const close = Number.isFinite(value) && Math.abs(got - value) <= tolerance * (1 + Math.abs(value));
    const same = Object.is(got, value) || close;
    if (!same) return `at ${index}: ${got} instead of ${value}`;
  }
  return null;
}
