import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { simplify } from '../../../../src-main/engine/compile/passes';
import { eliminateDeadNodes } from '../../../../src-main/engine/compile/passes/dead-nodes';
import { trace } from '../../../../src-main/engine/compile/trace/trace';
import type { Graph } from '../../../../src-main/engine/compile/graph/graph';
import { lowerGraph } from '../../../../src-main/engine/export/tflite/lowerings/lower';
import { encodeProgram } from '../../../../src-main/engine/export/tflite/program/encode';
import { compacted } from '../../../../src-main/engine/export/tflite/program/compact';
import { fuseEndings } from '../../../../src-main/engine/export/tflite/program/fuse';
import { TfliteProgram } from '../../../../src-main/engine/export/tflite/program/program';
import { openLite } from '../../../../src-main/engine/export/verify/litert/interpreter';
import type { LiteValues } from '../../../../src-main/engine/export/verify/litert/interpreter';
import { Random } from '../../../../src-main/engine/random';
import type { Comparison } from '../../compile/support/compare';
import { firstDifference } from '../../compile/support/onnx';

/** LiteRT takes and gives float32 and int32: truth values go through int32. */
export function tfliteOf(graph: Graph): Uint8Array {
  const program = new TfliteProgram();
  const bindings = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, id]) => {
      const { type, shape } = graph.values.get(id) ?? { type: 'float32', shape: [] };
      const outside = type === 'bool' ? 'int32' : type;
      const tensor = program.input(name, outside, shape);
      if (type !== 'bool') return [name, { tensor, type, shape }];
      const [inside = -1] = program.emit('CAST', [tensor], [{ type, shape }], { from: 2, to: 6 });
      return [name, { tensor: inside, type, shape }];
    }),
  );
  const { outputs } = lowerGraph(graph, program, bindings);
  for (const [name, { tensor, type, shape }] of Object.entries(outputs)) {
    const outside = type === 'bool' ? 'int32' : type;
    const options = { from: { float32: 0, int32: 2, bool: 6 }[type], to: { float32: 0, int32: 2 }[outside] };
    const [result = -1] = program.emit('CAST', [tensor], [{ type: outside, shape }], options);
    program.output(name, result);
  }
  fuseEndings(program);
  return encodeProgram(compacted(program), { description: '', metadata: {} });
}

const outside = (tensor: tf.Tensor): Float32Array | Int32Array => {
  const values = tensor.dataSync();
  return values instanceof Float32Array ? values : Int32Array.from(values);
};

/** What LiteRT says to the inputs of one row. */
export async function runTflite(
  bytes: Uint8Array,
  rows: readonly Record<string, tf.Tensor>[],
): Promise<Record<string, LiteValues>[]> {
  const session = await openLite(bytes, 'the test');
  try {
    const answers: Record<string, LiteValues>[] = [];
    for (const inputs of rows) {
      const values = session.inputs.map(({ name }) => outside(inputs[name] ?? tf.scalar(0)));
      const results = await session.run(values);
      answers.push(
        Object.fromEntries(
          session.outputs.map(({ name }, index) => [name, results[index] ?? new Int32Array()]),
        ),
      );
    }
    return answers;
  } finally {
    session.close();
  }
}

/** Gradients are for training alone; the cases give them names that begin with d. */
export const withoutGradients =
  (work: Comparison['work']): Comparison['work'] =>
  (inputs) =>
    Object.fromEntries(Object.entries(work(inputs)).filter(([name]) => !name.startsWith('d')));

/** The graphs of a case without its gradients: with every kernel that was traced, and as the exporter simplifies it. */
export function graphsOf({ work, example }: Comparison, random: Random): Graph[] {
  const traced = eliminateDeadNodes(trace(withoutGradients(work), (rows) => example(rows, random)));
  return [traced, simplify(traced)];
}

/** Traces a function, and compares tfjs with LiteRT on fresh random rows, one at a time. @returns the kernels seen. */
export async function compareWithLite(comparison: Comparison, count = 24): Promise<string[]> {
  await tf.setBackend('cpu');
  const random = new Random(7);
  const work = withoutGradients(comparison.work);
  const graphs = graphsOf(comparison, random);
  const rows = Array.from({ length: count }, () => comparison.example(1, random));
  for (const graph of graphs) {
    const answers = await runTflite(tfliteOf(graph), rows);
    rows.forEach((inputs, row) => {
      for (const [name, tensor] of Object.entries(work(inputs))) {
        const actual = Array.from(answers[row]?.[name] ?? []);
        const values = Array.from(tensor.dataSync());
        const difference = firstDifference(actual, values, comparison.tolerance ?? 2e-6);
        expect(difference, `${name} of row ${row}`).toBeNull();
      }
    });
  }
  return graphs.flatMap(({ nodes }) => nodes.map(({ kernel }) => kernel));
}
