import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of repeating x along its axes: each number of x gets the sum over its copies. Copies along an axis
 * lie whole x after whole x, so a gradient of [repeats * size] is [repeats, size], summed along the first.
 * @param dy [repeats[0] * shape[0], ...]. @param shape of x.
 */
export function sumOfCopies(dy: tf.Tensor, shape: readonly number[], repeats: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const apart: number[] = [];
    const copies: number[] = [];
    shape.forEach((size, axis) => {
      const times = repeats[axis] ?? 1;
      if (times !== 1) copies.push(apart.push(times) - 1);
      // A size of 1 beside its copies is one axis less to go through.
      if (times === 1 || size !== 1) apart.push(size);
    });
    const summed = copies.length === 0 ? dy : tf.sum(tf.reshape(dy, apart), copies);
    return tf.reshape(summed, [...shape]);
  });
}

/**
 * tfjs cuts the gradient of Tile into one slice a copy and adds them up, which for the weights of a normalisation over
 * steps are thousands of operations: here it is one sum.
 */
export const tileGradient: tf.GradConfig = {
  kernelName: tf.Tile,
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attributes) => {
    const [x] = saved;
    const { reps } = attributes as object as tf.TileAttrs;
    if (x === undefined || Array.isArray(dy)) throw new TypeError('Tile has one input and one result.');
    return { x: () => sumOfCopies(dy, x.shape, reps) };
  },
};
