import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { lowerGraph } from '../../../src-main/engine/compile/lowerings/lower';
import { OnnxProgram } from '../../../src-main/engine/compile/onnx/program';
import { traceStep } from '../../../src-main/engine/compile/training/step';
import { currentLayer, followLayers } from '../../../src-main/engine/compile/trace/layers';
import { trace } from '../../../src-main/engine/compile/trace/trace';
import { asMatrix, startTensors } from '../../../src-main/engine/features/tensors';
import { networkOutput } from '../../../src-main/engine/model/pipeline';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { meanSquaredError } from '../../../src-main/engine/learning/losses/mean-squared-error';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { TrainingStep } from '../../../src-main/engine/learning/step';

beforeAll(startTensors);

/** The angle of a point and its swapped self: an operation that nothing lowers. */
class Angle extends layers.Layer {
  static readonly className = 'Angle';
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new TypeError('Angle takes one tensor.');
    return tf.atan2(x, tf.reverse(x, -1));
  }
}

const { regularization } = trainingSchema.parse({});
const stepOf = (network: LayersModel): TrainingStep =>
  new TrainingStep({ network, loss: meanSquaredError, optimizer: adam, regularization, batchSize: 8 });

const recurrent = (): LayersModel =>
  sequential({
    layers: [
      layers.embedding({ name: 'words', inputDim: 5, outputDim: 3, inputLength: 4, inputShape: [4] }),
      layers.bidirectional({
        name: 'both_ways',
        layer: layers.gru({ units: 2, recurrentInitializer: 'zeros' }),
        mergeMode: 'concat',
      }),
      layers.dense({ name: 'answer', units: 1 }),
    ],
  });

it('an operation without a counterpart is named together with the layer that asked for it', () => {
  const network = sequential({
    layers: [
      layers.dense({ units: 3, inputShape: [2] }),
      new Angle({ name: 'compass' }),
      layers.dense({ units: 1 }),
    ],
  });
  const graph = trace(
    ({ x }) => ({ y: networkOutput(network, asMatrix(x ?? tf.scalar(0))) }),
    (rows) => ({ x: tf.zeros([rows, 2]) }),
  );
  const program = new OnnxProgram();
  const lower = (): unknown =>
    lowerGraph(graph, program, { x: program.input({ name: 'x', type: 'float', shape: ['rows', 2] }) });
  expect(lower).toThrow(
    expect.objectContaining({
      code: 'KERNEL_NOT_SUPPORTED',
      received: 'Atan2',
      message: 'The operation Atan2 of the layer compass has no counterpart in ONNX here.',
    }),
  );
});

it('knows the layer of what is done forward and backward, and of layers inside it', () => {
  const network = recurrent();
  const graph = traceStep(stepOf(network), 8, 4);
  const layersOf = (kernel: string): Set<string | undefined> =>
    new Set(graph.nodes.filter((node) => node.kernel === kernel).map(({ layer }) => layer));
  expect(layersOf('GatherV2')).toEqual(new Set(['words']));
  // The gradient of GatherV2.
  expect(layersOf('UnsortedSegmentSum')).toEqual(new Set(['words']));
  expect(layersOf('Tanh')).toEqual(new Set(['both_ways']));
  // What Adam does belongs to no layer.
  expect(layersOf('Sqrt')).toEqual(new Set([undefined]));
});

it('leaves layers as they were, also when the work fails', () => {
  const { apply } = layers.Layer.prototype;
  const network = recurrent();
  expect(() =>
    followLayers(() => {
      network.apply(tf.zeros([2, 3]));
    }),
  ).toThrow();
  expect(layers.Layer.prototype.apply).toBe(apply);
  expect(currentLayer()).toBeUndefined();
  expect(network.apply(tf.zeros([2, 4]))).toBeInstanceOf(tf.Tensor);
});

it.each([
  ['dropout', () => layers.dropout({ name: 'chance', rate: 0.5 })],
  ['gaussianNoise', () => layers.gaussianNoise({ name: 'chance', stddev: 0.5 })],
  ['gaussianDropout', () => layers.gaussianDropout({ name: 'chance', rate: 0.5 })],
  ['alphaDropout', () => layers.alphaDropout({ name: 'chance', rate: 0.5 })],
])('random numbers of %s are refused, for every step would get the same', (_name, make) => {
  const network = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] }), make()] });
  expect(() => traceStep(stepOf(network), 8, 4)).toThrow(
    expect.objectContaining({
      code: 'KERNEL_NOT_SUPPORTED',
      message: 'The layer chance draws random numbers, which cannot be compiled.',
    }),
  );
  // Where nothing is drawn, nothing is refused, and tfjs is left as it was.
  expect(() =>
    trace(
      ({ x }) => ({ y: networkOutput(network, asMatrix(x ?? tf.scalar(0))) }),
      (rows) => ({ x: tf.zeros([rows, 4]) }),
    ),
  ).not.toThrow();
  expect(tf.randomNormal([2]).shape).toEqual([2]);
});
