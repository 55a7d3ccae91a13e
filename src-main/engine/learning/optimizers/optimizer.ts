import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** What an optimizer works on in one step; all vectors are flat, over every trainable parameter: [parameters]. */
export interface Update {
  parameters: Tensor1D;
  gradient: Tensor1D;
  /** By the names of `Optimizer.slots`. */
  slots: Readonly<Record<string, Tensor1D>>;
  /** Scalars by the names that `Optimizer.factors` gives. */
  factors: Readonly<Record<string, Tensor>>;
  /** 1 where a parameter is of a kernel, 0 where it is of a bias or a scale: [parameters]. */
  kernels: () => Tensor1D;
}

/** One rule of stepping, in tfjs operations, so that any runtime can run or trace it. */
export interface Optimizer {
  /** What it remembers from one step to the next besides the parameters, by name, with the value it begins with. */
  readonly slots: Readonly<Record<string, number>>;
  /**
   * What depends on the place in training only, worked out in double precision before the step.
   * @param step from 1.
   */
  factors(learningRate: number, step: number): Readonly<Record<string, number>>;
  update(update: Update): { parameters: Tensor1D; slots: Record<string, Tensor1D> };
}
