import type { NetworkFacts } from '../network/inspect';
import type { Training } from '../schemas/training';

const bytesOfNumber = 4;

/** Numbers that each optimizer keeps for a weight, besides the weight and its gradient. */
function slotsOf({ optimizer, momentum }: Pick<Training, 'optimizer' | 'momentum'>): number {
  const slots: Record<Training['optimizer'], number> = {
    sgd: momentum > 0 ? 1 : 0,
    rmsprop: 1,
    adagrad: 1,
    adam: 2,
    adamw: 2,
  };
  return slots[optimizer];
}

/** Bytes that a network takes as float32, as far as its layers tell; what an engine needs for itself comes on top. */
export interface Memory {
  weights: number;
  gradients: number;
  /** What the optimizer keeps. */
  optimizer: number;
  /** What layers give for the rows of a batch, and the gradients of that. */
  values: number;
  /** In training: all of these. */
  training: number;
  /** For one row at a time: weights and what layers give. */
  use: number;
}

/** @param batch rows a step. */
export function memoryOf(
  { parameters, bytes }: Pick<NetworkFacts, 'parameters' | 'bytes'>,
  training: Pick<Training, 'optimizer' | 'momentum'>,
  batch: number,
): Memory {
  const weights = parameters * bytesOfNumber;
  const optimizer = slotsOf(training) * weights;
  const values = 2 * bytes * batch;
  return {
    weights,
    gradients: weights,
    optimizer,
    values,
    training: 2 * weights + optimizer + values,
    use: weights + bytes,
  };
}
