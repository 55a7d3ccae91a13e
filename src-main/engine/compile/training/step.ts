import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import { asMatrix } from '../../features/tensors';
import { SeededDropout } from '../../model/layers';
import type { Graph } from '../graph/graph';
import { simplifyTraining } from '../passes';
import { skippedProducts } from '../trace/skipped';
import { record } from '../trace/trace';
import { adamStep } from './adam';
import { assignFlat, keepingValues, parametersOf } from './parameters';

/** What a step takes from one run to the next, all [parameters]. */
export const stateNames = ['parameters', 'first', 'second'] as const;
export type StateName = (typeof stateNames)[number];

/** What a step takes for itself, in this order; masks of dropout come after them, by `maskName`. */
export const feedNames = ['x', 'y', 'rate', 'stabiliser'] as const;
export const lossName = 'loss';

export interface MaskInput {
  name: string;
  /** Place of the layer in the network. */
  layer: number;
  rate: number;
  /** [batch, units]. */
  shape: number[];
}

export interface StepGraph {
  graph: Graph;
  masks: MaskInput[];
  /** Of each parameter, in the order of `network.weights`. */
  sizes: number[];
}

type Loss = (output: tf.Tensor2D, target: tf.Tensor2D) => tf.Scalar;

function masksOf(network: LayersModel, batch: number): MaskInput[] {
  return network.layers.flatMap((layer, index): MaskInput[] => {
    if (!(layer instanceof SeededDropout) || layer.rate === 0) return [];
    const { outputShape } = layer;
    const shape = outputShape.map((size) => (typeof size === 'number' ? size : batch));
    return [{ name: `mask ${index}`, layer: index, rate: layer.rate, shape }];
  });
}

/** Sets where each dropout layer takes its mask from, or with null that it draws again. */
function setMasks(network: LayersModel, masks: MaskInput[], inputs: tf.NamedTensorMap | null): void {
  for (const { name, layer: index } of masks) {
    const layer = network.layers[index];
    if (layer instanceof SeededDropout) layer.mask = inputs?.[name];
  }
}

const vector = (tensor: tf.Tensor): tf.Tensor1D => tf.reshape<tf.Rank.R1>(tensor, [tensor.size]);

function input(inputs: tf.NamedTensorMap, name: string): tf.Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new StrongroomError('INTERNAL', `The step has no input ${name}.`);
  return tensor;
}

/**
 * The graph of one training step with `batch` rows: forward, loss, gradients and Adam. Inputs are `stateNames`,
 * `feedNames` and masks; outputs are `stateNames` and the loss. The network is left as it was.
 * @throws KERNEL_NOT_SUPPORTED when a part of it cannot be traced.
 */
export function traceStep(network: LayersModel, loss: Loss, batch: number, width: number): StepGraph {
  const variables = parametersOf(network);
  const masks = masksOf(network, batch);
  const sizes = variables.map(({ size }) => size);

  const step = (given: tf.NamedTensorMap): tf.NamedTensorMap => {
    setMasks(network, masks, given);
    const flat = (name: StateName): tf.Tensor1D => vector(input(given, name));
    assignFlat(variables, flat('parameters'));
    const { value, grads } = tf.variableGrads(() => {
      const output = network.apply(input(given, 'x'), { training: true });
      if (!(output instanceof tf.Tensor)) throw new TypeError('The network has more than one output.');
      return loss(asMatrix(output), asMatrix(input(given, 'y')));
    }, variables);
    const gradient = tf.concat1d(variables.map(({ name }) => vector(input(grads, name))));
    const state = { parameters: flat('parameters'), first: flat('first'), second: flat('second') };
    const next = adamStep(state, gradient, input(given, 'rate'), input(given, 'stabiliser'));
    return { ...next, [lossName]: value };
  };

  tf.engine().startScope('training step');
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const inputs: tf.NamedTensorMap = {
    ...Object.fromEntries(stateNames.map((name) => [name, tf.zeros([length])])),
    x: tf.zeros([batch, width]),
    y: tf.zeros([batch, 1]),
    rate: tf.scalar(1),
    stabiliser: tf.scalar(1),
    ...Object.fromEntries(masks.map(({ name, shape }) => [name, tf.ones(shape)])),
  };
  try {
    const { graph } = keepingValues(variables, () => record(step, inputs, skippedProducts));
    return { graph: simplifyTraining(graph), masks, sizes };
  } finally {
    setMasks(network, masks, null);
    tf.engine().endScope();
  }
}
