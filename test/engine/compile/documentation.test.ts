import * as tf from '@tensorflow/tfjs-core';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { inputIds } from '../../../src-main/engine/compile/graph/graph';
import type { Graph, GraphNode } from '../../../src-main/engine/compile/graph/graph';
import { lowerings } from '../../../src-main/engine/compile/lowerings/index';
import { lowerGraph } from '../../../src-main/engine/compile/lowerings/lower';
import { machineLearningOpset, opset } from '../../../src-main/engine/compile/onnx/encode';
import { OnnxProgram } from '../../../src-main/engine/compile/onnx/program';
import { trace } from '../../../src-main/engine/compile/trace/trace';
import { Random } from '../../../src-main/engine/random';
import { kernelCases } from './support/kernel-cases';

const file = resolve(import.meta.dirname, '../../../docs/onnx.md');

/** The operators that one node alone becomes. */
function operatorsOf(graph: Graph, node: GraphNode): string[] {
  const program = new OnnxProgram();
  const computed = inputIds(node.inputs).filter((id) => !graph.constants.has(id));
  const rows = Object.values(graph.inputs);
  const inputs = Object.fromEntries([...computed, ...rows].map((id) => [String(id), id]));
  const outputs = Object.fromEntries(node.outputs.map((id) => [String(id), id]));
  lowerGraph(
    { ...graph, inputs, outputs, nodes: [node] },
    program,
    Object.fromEntries(Object.keys(inputs).map((name) => [name, name])),
  );
  return program.nodes.map(({ operator }) => operator);
}

function introduction(): string {
  return `# Kernels that can be exported to ONNX

The exporter traces what the application computes, kernel by kernel of tfjs, and lowers each kernel to operators of
ai.onnx ${opset} (with ai.onnx.ml ${machineLearningOpset} for text). Every row is held to tfjs by a test in ONNX Runtime. A model
with another kernel is refused with KERNEL_NOT_SUPPORTED.

This table is written by a test. After adding a lowering: \`npx vitest run test/engine/compile/documentation.test.ts --update\`.
`;
}

it('docs/onnx.md lists the kernels that can be exported (made anew by vitest --update)', async () => {
  await tf.setBackend('cpu');
  const operators = new Map([...lowerings.keys()].map((kernel) => [kernel, new Set<string>()]));
  const random = new Random(1);
  for (const { work, example } of Object.values(kernelCases)) {
    const graph = trace(work, (rows) => example(rows, random));
    for (const node of graph.nodes) {
      for (const operator of operatorsOf(graph, node)) operators.get(node.kernel)?.add(operator);
    }
  }
  const rows = [...operators].map(([kernel, used]) => {
    const text = used.size === 0 ? 'none: another name for the same value' : [...used].sort().join(', ');
    return `| \`${kernel}\` | ${text} |`;
  });
  const text = [introduction(), '| kernel of tfjs | operators of ONNX |', '| --- | --- |', ...rows].join(
    '\n',
  );
  const options = (await resolveConfig(file)) ?? {};
  await expect(await format(text, { ...options, plugins: [], parser: 'markdown' })).toMatchFileSnapshot(file);
});
