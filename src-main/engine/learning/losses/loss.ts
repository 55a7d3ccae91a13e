import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A loss in tfjs operations, so that any runtime can run or trace it.
 * @param output [n, outputs] logits, or standardised predictions. @param target [n, 1]: the standardised
 * number, or the index of the class; of several classes also [n, classes], a share of each. @returns the mean over the rows.
 */
export type Loss = (output: Tensor2D, target: Tensor2D) => Scalar;
