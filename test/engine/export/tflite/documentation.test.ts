import * as tf from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { inputIds } from '../../../../src-main/engine/compile/graph/graph';
import type { Graph, GraphNode } from '../../../../src-main/engine/compile/graph/graph';
import { lowerings } from '../../../../src-main/engine/export/tflite/lowerings';
import { lowerGraph } from '../../../../src-main/engine/export/tflite/lowerings/lower';
import { TfliteProgram } from '../../../../src-main/engine/export/tflite/program/program';
import { Random } from '../../../../src-main/engine/random';
import { liteCases } from './cases';
import { graphsOf } from './support';

const file = resolve(import.meta.dirname, '../../../../docs/tflite.md');
const heading = '## Kernels';

/** The operators that one node alone becomes. */
function operatorsOf(graph: Graph, node: GraphNode): string[] {
  const program = new TfliteProgram();
  const computed = inputIds(node.inputs).filter((id) => !graph.constants.has(id));
  const ids = new Set([...computed, ...Object.values(graph.inputs)]);
  const inputs = Object.fromEntries([...ids].map((id) => [String(id), id]));
  const bindings = Object.fromEntries(
    [...ids].map((id) => {
      const value = graph.values.get(id) ?? { type: 'float32' as const, shape: [] };
      return [String(id), { ...value, tensor: program.input(String(id), value.type, value.shape) }];
    }),
  );
  const outputs = Object.fromEntries(node.outputs.map((id) => [String(id), id]));
  lowerGraph({ ...graph, inputs, outputs, nodes: [node] }, program, bindings);
  return program.operators.map(({ operator }) => operator);
}

it('docs/tflite.md lists the kernels that can be exported (made anew by vitest --update)', async () => {
  await tf.setBackend('cpu');
  const operators = new Map([...lowerings.keys()].map((kernel) => [kernel, new Set<string>()]));
  const random = new Random(1);
  for (const graph of Object.values(liteCases).flatMap((comparison) => graphsOf(comparison, random))) {
    for (const node of graph.nodes) {
      const used = operators.get(node.kernel);
      if (used === undefined) continue;
      for (const operator of operatorsOf(graph, node)) used.add(operator);
    }
  }
  const rows = [...operators]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kernel, used]) => {
      const text =
        used.size === 0
          ? 'none: a constant, or another name for the same value'
          : [...used].sort().join(', ');
      return `| \`${kernel}\` | ${text} |`;
    });
  const [before = ''] = (await readFile(file, 'utf8')).split(heading);
  const text = [
    `${before}${heading}`,
    '',
    'Every row is held to tfjs by a test in LiteRT. A model with another kernel is refused with KERNEL_NOT_SUPPORTED, which',
    'names it. This table is written by a test. After adding a lowering:',
    '`npx vitest run test/engine/export/tflite/documentation.test.ts --update`.',
    '',
    '| kernel of tfjs | operators of TensorFlow Lite |',
    '| --- | --- |',
    ...rows,
  ].join('\n');
  const options = (await resolveConfig(file)) ?? {};
  await expect(await format(text, { ...options, plugins: [], parser: 'markdown' })).toMatchFileSnapshot(file);
});
