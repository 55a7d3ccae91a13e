import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { simplify } from '../../src-main/engine/compile/passes';
import { trace } from '../../src-main/engine/compile/trace/trace';
import { asMatrix, startTensors } from '../../src-main/engine/features/tensors';
import { networkOutput } from '../../src-main/engine/model/pipeline';
import { Random } from '../../src-main/engine/random';
import { firstDifference } from '../engine/compile/support/onnx';
import { runTflite, tfliteOf } from '../engine/export/tflite/support';
import { layerCases, movingCases } from './layer-cases';
import { paddedCases } from './padded-cases';
import { networkOf, rowsOf } from './layer-job';

beforeAll(startTensors);

describe('every layer answers in LiteRT as it does in plain tfjs', () => {
  it.each(Object.entries({ ...layerCases, ...movingCases, ...paddedCases }))(
    '%s',
    async (_name, layerCase) => {
      const network = networkOf(layerCase, 9);
      const { width } = layerCase;
      const answer = (x: tf.Tensor | undefined): tf.Tensor2D =>
        networkOutput(network, asMatrix(x ?? tf.scalar(0)));
      const graph = trace(
        ({ x }) => ({ y: answer(x) }),
        (rows) => ({ x: tf.zeros([rows, width]) }),
      );
      const random = new Random(11, 'fresh rows');
      const rows = Array.from({ length: 12 }, () => tf.tensor2d(rowsOf(layerCase, 1, random), [1, width]));
      const answers = await runTflite(
        tfliteOf(simplify(graph)),
        rows.map((x) => ({ x })),
      );
      rows.forEach((x, row) => {
        const expected = Array.from(tf.tidy(() => answer(x).dataSync()));
        expect(firstDifference(Array.from(answers[row]?.['y'] ?? []), expected, 1e-5)).toBeNull();
      });
      network.dispose();
    },
  );
});
