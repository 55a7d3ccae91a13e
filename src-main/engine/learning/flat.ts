import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';

/** What the flat vectors of a network's weights are called: those that gradients change, and those that move otherwise. */
export const parametersName = 'parameters';
export const statisticsName = 'statistics';

/** The weights of a network by how they change. */
export interface NetworkVariables {
  /** By gradients, in the order of `network.weights`. */
  readonly trainable: readonly tf.Variable[];
  /** Without a gradient, such as moving means, in the same order. */
  readonly moving: readonly tf.Variable[];
  /** Both in the order of `network.weights`. */
  readonly all: readonly tf.Variable[];
  /** Cuts flat vectors of both kinds into weights, in the order of `network.weights`, copied. */
  inOrder(trainable: Float32Array | undefined, moving: Float32Array | undefined): Float32Array[];
}

export function variablesOf(network: LayersModel): NetworkVariables {
  const byGradient = new Set(network.trainableWeights);
  const entries = network.weights.map((weight) => {
    const variable = weight.read();
    if (!(variable instanceof tf.Variable)) {
      throw new StrongroomError('INTERNAL', `The weight ${weight.originalName} is not a variable.`);
    }
    return { variable, isTrainable: byGradient.has(weight) };
  });
  const of = (isTrainable: boolean): tf.Variable[] =>
    entries.filter((entry) => entry.isTrainable === isTrainable).map(({ variable }) => variable);
  return {
    trainable: of(true),
    moving: of(false),
    all: entries.map(({ variable }) => variable),
    inOrder(trainable = new Float32Array(0), moving = new Float32Array(0)) {
      const offsets = { trainable: 0, moving: 0 };
      return entries.map(({ variable: { size }, isTrainable }) => {
        const kind = isTrainable ? 'trainable' : 'moving';
        const start = offsets[kind];
        offsets[kind] += size;
        return (isTrainable ? trainable : moving).slice(start, start + size);
      });
    },
  };
}

/** All parts one after the other. */
export function flatten(parts: readonly ArrayLike<number>[]): Float32Array {
  const flat = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    flat.set(part, offset);
    offset += part.length;
  }
  return flat;
}

/** Lets each variable stand for its part of a flat vector, in tfjs operations, so that a trace sees where it is from. */
export function assignFlat(variables: readonly tf.Variable[], flat: tf.Tensor1D): void {
  const parts = tf.split(
    flat,
    variables.map(({ size }) => size),
  );
  variables.forEach((variable, index) => {
    const part = parts[index];
    if (part !== undefined) variable.assign(tf.reshape(part, variable.shape));
  });
}

/** The network's weights as they are, flat, by `parametersName` and, where there are such, `statisticsName`. */
export function flatWeights({ trainable, moving }: NetworkVariables): Record<string, Float32Array> {
  const values = (variables: readonly tf.Variable[]): Float32Array =>
    flatten(variables.map((variable) => variable.dataSync()));
  return {
    [parametersName]: values(trainable),
    ...(moving.length > 0 ? { [statisticsName]: values(moving) } : {}),
  };
}

/** Lets the network have the weights of flat vectors, see `assignFlat`. */
export function assignWeights({ trainable, moving }: NetworkVariables, given: tf.NamedTensorMap): void {
  const parameters = given[parametersName];
  const statistics = given[statisticsName];
  if (parameters !== undefined) assignFlat(trainable, tf.reshape<tf.Rank.R1>(parameters, [parameters.size]));
  if (statistics !== undefined) assignFlat(moving, tf.reshape<tf.Rank.R1>(statistics, [statistics.size]));
}

/** Runs `work`, which may assign to the variables; their values are as before when it returns. */
export function keepingValues<T>(variables: readonly tf.Variable[], work: () => T): T {
  const before = variables.map((variable) => tf.clone(variable));
  try {
    return work();
  } finally {
    variables.forEach((variable, index) => {
      const value = before[index];
      if (value !== undefined) variable.assign(value);
      value?.dispose();
    });
  }
}
