import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { simplifyTraining } from '../../src-main/engine/compile/passes';
import { keepingValues } from '../../src-main/engine/compile/training/parameters';
import { skippedProducts } from '../../src-main/engine/compile/trace/skipped';
import { record } from '../../src-main/engine/compile/trace/trace';
import { startTensors } from '../../src-main/engine/features/tensors';
import { Random } from '../../src-main/engine/random';
import { onnxOf, runOnnx } from '../engine/compile/support/onnx';
import { relativeDifference } from '../engine/runtimes/support';
import { movingCases } from './layer-cases';
import { networkOf, rowsOf } from './layer-job';

beforeAll(startTensors);

const variablesOf = (weights: LayersModel['weights']): tf.Variable[] =>
  weights.map((weight) => {
    const value = weight.read();
    if (!(value instanceof tf.Variable)) throw new TypeError(`${weight.originalName} is no variable`);
    return value;
  });

/** Forward and backward: weights come in, gradients go out, and with them what the layer moved by itself. */
function pass(network: LayersModel): (given: tf.NamedTensorMap) => tf.NamedTensorMap {
  const all = variablesOf(network.weights);
  const trainable = variablesOf(network.trainableWeights);
  return (given) => {
    all.forEach((variable, index) => variable.assign(given[`weight ${index}`] ?? tf.scalar(0)));
    const { value, grads } = tf.variableGrads(() => {
      const output = network.apply(given['x'] ?? tf.scalar(0), { training: true });
      if (!(output instanceof tf.Tensor)) throw new TypeError('no tensor');
      return tf.mean<tf.Scalar>(tf.square(output));
    }, trainable);
    const moved = network.nonTrainableWeights.map((weight, index) => [
      `moved ${index}`,
      tf.clone(weight.read()),
    ]);
    return { value, ...grads, ...Object.fromEntries(moved) };
  };
}

describe('what a layer moves by itself in training comes out of the compiled pass', () => {
  it.each(Object.entries(movingCases))('%s', async (_name, layerCase) => {
    const network = networkOf(layerCase, 3);
    const all = variablesOf(network.weights);
    const rows = 9;
    const x = tf.tensor2d(rowsOf(layerCase, rows, new Random(4)), [rows, layerCase.width]);
    const weights = all.map((variable, index) => [`weight ${index}`, tf.clone(variable)]);
    const inputs: tf.NamedTensorMap = { x, ...Object.fromEntries(weights) };
    const work = pass(network);
    const { graph } = keepingValues(all, () => record(work, inputs, skippedProducts));
    const session = await InferenceSession.create(onnxOf(simplifyTraining(graph)), { logSeverityLevel: 3 });
    const actual = await runOnnx(session, inputs);
    await session.release();
    const before = network.nonTrainableWeights.map((weight) => Array.from(weight.read().dataSync()));
    const expected = keepingValues(all, () => work(inputs));
    for (const [name, tensor] of Object.entries(expected)) {
      expect(actual[name]?.shape).toEqual(tensor.shape);
      expect(relativeDifference(actual[name]?.values ?? [], tensor.dataSync()), name).toBeLessThan(1e-5);
    }
    before.forEach((values, index) => expect(actual[`moved ${index}`]?.values).not.toEqual(values));
    network.dispose();
  });
});
