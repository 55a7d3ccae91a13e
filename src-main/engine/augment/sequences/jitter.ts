import type { SequenceMethod } from './sequence';

/** Adds normal noise of the standard deviation `strength` to every value (Um and others, 2017). */
export const jitter: SequenceMethod = (sequence, strength, random) => ({
  ...sequence,
  values: sequence.values.map((value) => value + strength * random.normal()),
});
