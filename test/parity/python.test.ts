import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tasks } from '../../src-main/contract/schemas/recipe';
import type { Task } from '../../src-main/contract/schemas/recipe';
import { missingCode, referencesOf } from '../../src-main/engine/data/frame';
import type { Frame, FrameColumn } from '../../src-main/engine/data/frame';
import { encodedFrame } from '../../src-main/engine/export/encoded';
import { hostileFrame } from '../../src-main/engine/export/hostile';
import { ordinaryFrame } from '../../src-main/engine/export/ordinary';
import { exportOnnx } from '../../src-main/engine/export/onnx/export-onnx';
import type { OnnxOptions } from '../../src-main/engine/export/onnx/export-onnx';
import { spreadOf } from '../../src-main/engine/export/verify/difference';
import type { Fitted } from '../../src-main/engine/features/fitted';
import { pythonWith, runPython } from '../support/python';
import { fittedOf, modelOptions } from './arbitraries';
import { predictionsOf, randomNetwork } from './support';
import type { ModelOptions } from './support';

const found = pythonWith('onnx', 'onnxruntime', 'numpy');
if ('reason' in found) console.warn(`ONNX's own checker is skipped: ${found.reason}`);

const json = (value: number): number | string =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';

function imageInput(column: Extract<FrameColumn, { kind: 'image' }>): ReturnType<typeof inputOf> {
  const [pixels] = column.pixels;
  if (pixels === undefined) throw new TypeError('there are no pictures');
  const { height, width, channels } = pixels.shape;
  const points = pixels.read(referencesOf(column, 0, column.codes.length));
  return { type: 'float32', values: Array.from(points, json), shape: [-1, height, width, channels] };
}

function inputOf(column: FrameColumn): { type: string; values: (number | string)[]; shape: number[] } {
  if (column.kind === 'image') return imageInput(column);
  const shape = [-1, 1];
  if (column.kind !== 'text') {
    const type = column.kind === 'number' ? 'float32' : 'float64';
    return { type, values: Array.from(column.values, json), shape };
  }
  const text = (code: number): string => (code === missingCode ? '' : (column.dictionary[code] ?? ''));
  return { type: 'string', values: Array.from(column.codes, text), shape };
}

/** The columns of encoded rows as the one matrix that they are. */
function matrixOf({ rows, columns }: Frame): ReturnType<typeof inputOf> {
  const values = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => (column.kind === 'number' ? json(column.values[row] ?? Number.NaN) : 0)),
  );
  return { type: 'float32', values: values.flat(), shape: [rows, columns.length] };
}

/** Several models of a task, drawn from what there can be. */
const drawn = (task: Task): [Fitted, ModelOptions][] =>
  fc.sample(fc.tuple(fittedOf(task), modelOptions), { numRuns: 4, seed: 20_261_124 });

const options: OnnxOptions[] = [
  {},
  { scope: 'network' },
  { quantize: 'float16' },
  { quantize: 'int8' },
  { quantize: 'int8-static' },
];

it.skipIf('reason' in found)(
  "files pass ONNX's checker and answer the same in Python's ONNX Runtime",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'strongroom-python-'));
    try {
      const cases = [];
      const bounds = new Map<string, number>();
      for (const task of tasks) {
        for (const [index, [fitted, model]] of drawn(task).entries()) {
          const network = await randomNetwork(fitted, model, index + 1);
          for (const option of options) {
            const { quantize = 'none', scope = 'pipeline' } = option;
            const name = `${task}-${String(index)}-${quantize}-${scope}`;
            const rows = quantize === 'none' ? hostileFrame(fitted) : ordinaryFrame(fitted, 200);
            const { bytes, outputs } = await exportOnnx(
              fitted,
              network,
              {},
              { ...option, calibration: rows },
            );
            await writeFile(join(folder, `${name}.onnx`), bytes);
            const answers = predictionsOf(fitted, network, rows);
            const numbers = answers.columns.flatMap((column) =>
              column.kind === 'number' ? [column.values] : [],
            );
            const label = answers.columns.find((column) => column.kind === 'text');
            const scores = Array.from({ length: rows.rows }, (_, row) =>
              numbers.map((values) => json(values[row] ?? 0)),
            );
            const inputs =
              scope === 'network'
                ? { encoded: matrixOf(await encodedFrame(fitted, rows, async () => undefined)) }
                : Object.fromEntries(rows.columns.map((column) => [column.name, inputOf(column)]));
            cases.push({
              name,
              inputs,
              scores: scores.flat(),
              spread: spreadOf(numbers[0] ?? []),
              score: outputs.at(-1)?.name,
              label: outputs[0]?.name,
              labels:
                label?.kind === 'text' ? Array.from(label.codes, (code) => label.dictionary[code]) : null,
            });
            bounds.set(name, quantize === 'none' ? 1e-5 : quantize === 'float16' ? 1e-2 : 0.1);
          }
          network.dispose();
        }
      }
      await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
      const script = fileURLToPath(new URL('check_onnx.py', import.meta.url));
      const python = 'python' in found ? found.python : '';
      const said = runPython(python, script, folder) as { results: { name: string; largest: number }[] };
      expect(said.results).toHaveLength(cases.length);
      for (const { name, largest } of said.results)
        expect(largest, name).toBeLessThanOrEqual(bounds.get(name) ?? 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  120_000,
);
