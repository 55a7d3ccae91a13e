import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { quantizations } from '../../src-main/contract/schemas/exports';
import { simplify } from '../../src-main/engine/compile/passes';
import { trace } from '../../src-main/engine/compile/trace/trace';
import { columnInputs } from '../../src-main/engine/export/tflite/columns';
import { exportTflite } from '../../src-main/engine/export/tflite/export-tflite';
import { hostInputs } from '../../src-main/engine/features/host';
import { asMatrix, inputTensors, startTensors } from '../../src-main/engine/features/tensors';
import { forward, networkOutput } from '../../src-main/engine/model/pipeline';
import { Random } from '../../src-main/engine/random';
import { firstDifference } from '../engine/compile/support/onnx';
import { liteCases } from '../engine/export/tflite/cases';
import { graphsOf, tfliteOf, withoutGradients } from '../engine/export/tflite/support';
import { classesFitted, numberFitted } from '../engine/export/support';
import { layerCases, movingCases } from './layer-cases';
import { networkOf, rowsOf } from './layer-job';
import { randomFrame, randomNetwork } from './support';

/** A Python that has the interpreter; STRONGROOM_PYTHON names one, or several separated as in PATH. */
const python = (process.env['STRONGROOM_PYTHON'] ?? '').split(delimiter).find((path) => {
  if (path === '') return false;
  const script = [
    'import importlib.util as u',
    'raise SystemExit(not (u.find_spec("ai_edge_litert") or u.find_spec("tensorflow")))',
  ].join('\n');
  return spawnSync(path, ['-c', script]).status === 0;
});
if (python === undefined) {
  console.log(
    'TensorFlow Lite files are not tried in Python: STRONGROOM_PYTHON names none that has ai-edge-litert or tensorflow.',
  );
}

const rows = 6;
const answersSchema = z.array(
  z.object({
    outputs: z.record(
      z.string(),
      z.object({ shape: z.array(z.number()), values: z.array(z.union([z.number(), z.string()])) }),
    ),
  }),
);

/** JSON knows neither NaN nor infinity. */
const plain = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
const number = (value: number | string): number => Number(value);

/** Other processors compute with NaN, infinity and the zero below zero in other ways; LiteRT is tried with them. */
function ordinary(tensor: tf.Tensor): tf.Tensor {
  if (tensor.dtype !== 'float32') return tensor;
  const values = tensor.dataSync<'float32'>().map((x) => (Number.isFinite(x) && x !== 0 ? x : 1));
  return tf.tensor(values, tensor.shape);
}

interface Case {
  bytes: Uint8Array;
  inputs: Record<string, { type: string; shape: number[]; values: (number | string)[] }>;
}

/** What Python's interpreter answers to all rows of each file at once. */
async function runInPython(cases: readonly Case[]): Promise<z.infer<typeof answersSchema>> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-python-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const list = await Promise.all(
    cases.map(async ({ bytes, inputs }, index) => {
      const path = join(folder, `${index}.tflite`);
      await writeFile(path, bytes);
      return { path, inputs };
    }),
  );
  const { stdout, stderr, status } = spawnSync(python ?? '', [join(import.meta.dirname, 'tflite-run.py')], {
    input: JSON.stringify(list),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr.split('\n').slice(-12).join('\n'));
  return answersSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

beforeAll(startTensors);

describe.skipIf(python === undefined)("Python's interpreter, with several rows at once", () => {
  it('answers for every layer as plain tfjs does', async () => {
    const random = new Random(11, 'fresh rows');
    const prepared = Object.entries({ ...layerCases, ...movingCases }).map(([name, layerCase]) => {
      const network = networkOf(layerCase, 9);
      const { width } = layerCase;
      const answer = (x: tf.Tensor | undefined) => networkOutput(network, asMatrix(x ?? tf.scalar(0)));
      const graph = trace(
        ({ x }) => ({ y: answer(x) }),
        (count) => ({ x: tf.zeros([count, width]) }),
      );
      const values = rowsOf(layerCase, rows, random);
      const expected = Array.from(tf.tidy(() => answer(tf.tensor2d(values, [rows, width])).dataSync()));
      network.dispose();
      const inputs = { x: { type: 'float32', shape: [rows, width], values: Array.from(values) } };
      return { name, expected, file: { bytes: tfliteOf(simplify(graph)), inputs } };
    });
    const answers = await runInPython(prepared.map(({ file }) => file));
    const wrong = prepared.flatMap(({ name, expected }, index) => {
      const difference = firstDifference(
        (answers[index]?.outputs['y']?.values ?? []).map(number),
        expected,
        1e-5,
      );
      return difference === null ? [] : [`${name}: ${difference}`];
    });
    expect(wrong).toEqual([]);
  });

  it('answers for every kernel as tfjs does', async () => {
    const random = new Random(7);
    const prepared = Object.entries(liteCases).map(([name, comparison]) => {
      const { work, example, tolerance } = comparison;
      const [graph] = graphsOf(comparison, random).slice(-1);
      const given = Object.fromEntries(
        Object.entries(example(rows, random)).map(([input, tensor]) => [input, ordinary(tensor)]),
      );
      const inputs = Object.fromEntries(
        Object.entries(given).map(([input, tensor]) => {
          const type = tensor.dtype === 'float32' ? 'float32' : 'int32';
          return [input, { type, shape: tensor.shape, values: Array.from(tensor.dataSync(), plain) }];
        }),
      );
      const expected = Object.entries(withoutGradients(work)(given)).map(([output, tensor]) => ({
        output,
        values: Array.from(tensor.dataSync()),
      }));
      return {
        name,
        expected,
        tolerance: tolerance ?? 1e-5,
        file: { bytes: graph === undefined ? new Uint8Array() : tfliteOf(graph), inputs },
      };
    });
    const answers = await runInPython(prepared.map(({ file }) => file));
    const wrong = prepared.flatMap(({ name, expected, tolerance }, index) =>
      expected.flatMap(({ output, values }) => {
        const actual = (answers[index]?.outputs[output]?.values ?? []).map(number);
        const difference = firstDifference(actual, values, tolerance);
        return difference === null ? [] : [`${name}: ${difference}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('answers for whole models as the application does', async () => {
    const allowed = { none: 1e-5, float16: 1e-2, int8: 0.1, 'int8-static': 0.2 };
    const prepared = [];
    for (const fitted of [classesFitted, numberFitted]) {
      const network = await randomNetwork(fitted, { hidden: [48, 32] }, 3);
      const frame = randomFrame(fitted, rows, 5);
      const calibration = randomFrame(fitted, 200, 6);
      const host = hostInputs(fitted, frame);
      const inputs = Object.fromEntries(
        columnInputs(fitted).map(({ name, specification }) => {
          const given = host[specification.name];
          const values = Array.from(given?.values ?? [], plain);
          return [name, { type: given?.dtype ?? 'float32', shape: [rows, values.length / rows], values }];
        }),
      );
      const score = tf.tidy(() => Array.from(forward(fitted, network, inputTensors(host)).score.dataSync()));
      for (const quantize of quantizations) {
        const { bytes } = await exportTflite(fitted, network, {}, quantize, () =>
          Promise.resolve(calibration),
        );
        prepared.push({ fitted, quantize, score, file: { bytes, inputs } });
      }
      network.dispose();
    }
    const answers = await runInPython(prepared.map(({ file }) => file));
    prepared.forEach(({ fitted, quantize, score }, index) => {
      const { outputs } = answers[index] ?? { outputs: {} };
      const name = fitted.target.kind === 'number' ? 'predicted' : 'probabilities';
      const actual = (outputs[name]?.values ?? []).map(number);
      expect(actual.length).toBe(score.length);
      // Numbers to predict have a deviation of 12.
      const scale = fitted.target.kind === 'number' ? fitted.target.deviation : 1;
      const largest = Math.max(
        ...actual.map((value, place) => Math.abs(value - (score[place] ?? 0)) / scale),
      );
      expect(largest, `${fitted.task} ${quantize}`).toBeLessThan(allowed[quantize]);
    });
  });
});
