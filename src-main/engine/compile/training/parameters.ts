import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';

/**
 * The variables of a network's weights, in the order of `network.weights`.
 * Throws KERNEL_NOT_SUPPORTED for a weight that steps change without a gradient.
 */
export function parametersOf(network: LayersModel): tf.Variable[] {
  const trainable = new Set(network.trainableWeights);
  return network.weights.map((weight) => {
    const value = weight.read();
    if (!trainable.has(weight) || !(value instanceof tf.Variable)) {
      throw new StrongroomError(
        'KERNEL_NOT_SUPPORTED',
        `The weight ${weight.originalName} is not trained by gradients, which cannot be compiled.`,
        { next: 'Train on the device reference: --device reference.' },
      );
    }
    return value;
  });
}

/** All parameters one after the other, as the compiled step keeps them. */
export function flatten(parts: readonly ArrayLike<number>[]): Float32Array {
  const flat = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    flat.set(part, offset);
    offset += part.length;
  }
  return flat;
}

/** The parts of `flat` by their sizes, copied. */
export function unflatten(flat: Float32Array, sizes: readonly number[]): Float32Array[] {
  let offset = 0;
  return sizes.map((size) => flat.slice(offset, (offset += size)));
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
