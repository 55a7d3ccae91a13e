import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { beforeAll, expect, it } from 'vitest';
import { lowerings } from '../../../src-main/engine/compile/lowerings/index';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { layerCoverage } from './support/layer-coverage';
import type { Coverage } from './support/layer-coverage';
import { layerKinds, notListed } from './support/layer-kinds';

beforeAll(startTensors);

const file = resolve(import.meta.dirname, '../../../docs/engine-coverage.md');

const introduction = `# What each engine runs

Layers of the networks, and the kernels of TensorFlow.js that they are made of. Training and answering are compiled:
traced once, lowered to ONNX, and run by ONNX Runtime; exports take the same way. Plain TensorFlow.js (the device
\`reference\`) runs whatever has gradients, many times slower. A layer that cannot be compiled is refused with
KERNEL_NOT_SUPPORTED, which names it; the device \`auto\` then goes on to the next engine.

This page is written by a test, which tries every layer. After adding one: \`node build/scripts/engine-coverage.mjs\`.
`;

const answer = (reason: string | null): string => (reason === null ? 'yes' : `no: ${reason}`);
const code = (text: string): string => `\`${text}\``;

function layerTable(coverage: readonly Coverage[]): string {
  const rows = coverage.map(({ kind, tested, plain, trained, answered, kernels }) =>
    [
      code(kind),
      answer(plain),
      answer(trained),
      answer(answered),
      tested ? 'yes' : 'no',
      kernels.map(code).join(', '),
    ].join(' | '),
  );
  return [
    'layer | plain tfjs trains it | trains compiled | answers compiled, exports | held to plain tfjs by tests | kernels',
    '--- | --- | --- | --- | --- | ---',
    ...rows,
  ]
    .map((row) => `| ${row} |`)
    .join('\n');
}

function kernelList(): string {
  const known = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
  const without = known.filter((name) => !lowerings.has(name)).sort();
  return `${known.length - without.length} of the ${known.length} kernels of plain tfjs are lowered; [onnx.md](onnx.md) lists them with the operators that they become.
The others are:

${without.map(code).join(', ')}.`;
}

it('every layer of tfjs is listed', () => {
  const listed = layerKinds().map(({ kind }) => kind);
  expect(Object.keys(layers).filter((name) => !listed.includes(name) && !notListed.includes(name))).toEqual(
    [],
  );
});

it('docs/engine-coverage.md says what each engine runs (made anew by vitest --update)', async () => {
  const coverage: Coverage[] = [];
  for (const kind of layerKinds()) coverage.push(await layerCoverage(kind));
  const compiled = coverage.filter(({ answered }) => answered === null);
  expect(compiled.filter(({ kernels }) => kernels.length === 0).map(({ kind }) => kind)).toEqual([]);
  const text = [introduction, '## Layers', layerTable(coverage), '## Kernels', kernelList()].join('\n\n');
  const options = (await resolveConfig(file)) ?? {};
  await expect(await format(text, { ...options, plugins: [], parser: 'markdown' })).toMatchFileSnapshot(file);
});
