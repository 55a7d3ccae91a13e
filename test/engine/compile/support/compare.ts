import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession } from 'onnxruntime-node';
import { expect } from 'vitest';
import { trace } from '../../../../src-main/engine/compile/trace/trace';
import type { Graph } from '../../../../src-main/engine/compile/graph/graph';
import { Random } from '../../../../src-main/engine/random';
import { firstDifference, onnxOf, runOnnx } from './onnx';

export interface Comparison {
  work: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;
  /** Random inputs of so many rows. */
  example: (rows: number, random: Random) => Record<string, tf.Tensor>;
  tolerance?: number;
  /** How many rows are compared; some that differ when it is not given. */
  rows?: readonly number[];
}

const rowCounts = [1, 2, 31, 64];

/** Traces a function, and compares tfjs with ONNX Runtime on fresh random inputs of several numbers of rows. */
export async function compareWithOnnx(comparison: Comparison): Promise<Graph> {
  await tf.setBackend('cpu');
  const random = new Random(7);
  const graph = trace(comparison.work, (rows) => comparison.example(rows, random));
  const session = await InferenceSession.create(onnxOf(graph), { logSeverityLevel: 3 });
  try {
    for (const rows of comparison.rows ?? rowCounts) {
      const inputs = comparison.example(rows, random);
      const expected = comparison.work(inputs);
      const actual = await runOnnx(session, inputs);
      for (const [name, tensor] of Object.entries(expected)) {
        expect(actual[name]?.shape, `shape of ${name} for ${rows} rows`).toEqual(tensor.shape);
        const values = Array.from(tensor.dataSync());
        const difference = firstDifference(actual[name]?.values ?? [], values, comparison.tolerance ?? 2e-6);
        expect(difference, `${name} for ${rows} rows`).toBeNull();
      }
    }
  } finally {
    await session.release();
  }
  return graph;
}
